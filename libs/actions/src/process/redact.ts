const REDACTED = '[redacted]';

/** Shorter ones would redact every second word, and are no secrets. */
const SHORTEST = 4;

/** Takes secrets out of what a program printed, as they are and line by line. */
export function redact(text: string, secrets: Iterable<string>): string {
  const parts = [...secrets]
    .flatMap((secret) => [secret, ...secret.split('\n')])
    .map((part) => part.trim())
    .filter((part) => part.length >= SHORTEST)
    // The longest first: what is left of one that holds another would say too much.
    .sort((a, b) => b.length - a.length);
  return parts.reduce((rest, part) => rest.replaceAll(part, REDACTED), text);
}
