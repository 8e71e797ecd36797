/**
 * Achieved recovery time, milliseconds: from the start of the outage to the passed verification.
 * @returns null while there is no recovery to measure.
 */
export function achievedRto(outageStartedAt: Date | null, recoveredAt: Date | null): number | null {
  if (outageStartedAt === null || recoveredAt === null) return null;
  return Math.max(0, recoveredAt.getTime() - outageStartedAt.getTime());
}

/**
 * The recovery point of a whole is that of its worst part, milliseconds. Parts that were not measured (no
 * replicated data) do not count; nothing measured is null, never zero.
 */
export function worstRpo(parts: readonly (number | null)[]): number | null {
  const measured = parts.filter((part) => part !== null);
  return measured.length === 0 ? null : Math.max(...measured);
}
