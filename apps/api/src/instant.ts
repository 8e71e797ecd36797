/** As SPEC.md writes instants: UTC, with milliseconds only where there are some. */
export function instant(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}

export function instantOrNull(date: Date | null): string | null {
  return date && instant(date);
}
