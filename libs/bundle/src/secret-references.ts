const SCHEME = 'secret://';

/** Names of the secrets that a document refers to, in order, each once. */
export function secretReferences(document: unknown): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.startsWith(SCHEME)) found.add(value.slice(SCHEME.length));
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(document);
  return [...found].toSorted();
}

/** The name in a reference; null when it is a value of its own. */
export function secretName(reference: string): string | null {
  return reference.startsWith(SCHEME) ? reference.slice(SCHEME.length) : null;
}
