const SECRET = /^secret:\/\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

function isUrl(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

/** A reference to a secret, or a URL of one of the protocols. */
export function isUrlOrSecret(...protocols: readonly string[]): (value: unknown) => boolean {
  return (value) =>
    typeof value === 'string' && value.length <= 2000 && (SECRET.test(value) || isUrl(value, protocols));
}

export function isHttpUrl(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 2000 && isUrl(value, ['http:', 'https:']);
}

/** `tcp://host:port` or `unix:///path`. */
export function isSocketAddress(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 2000) return false;
  return (
    /^tcp:\/\/[^\s/:]+:\d{1,5}$/.test(value) ||
    /^tcp:\/\/\[[0-9a-f:.]+\]:\d{1,5}$/i.test(value) ||
    /^unix:\/\/\/\S+$/.test(value)
  );
}

/** Whether a URL has its password written in it, which belongs into a secret. */
export function carriesPassword(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const url = new URL(value);
  return url.password !== '' || url.searchParams.has('password');
}
