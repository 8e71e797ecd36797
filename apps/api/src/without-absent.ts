/** Leaves out what was not said (undefined, or null where null says nothing). */
export function withoutAbsent<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], null> } {
  const said = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(said) as { [K in keyof T]: Exclude<T[K], null> };
}
