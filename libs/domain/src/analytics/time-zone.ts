/**
 * Whether it is the name of a time zone of the IANA database, such as `America/Toronto`. Offsets (`+05:30`) are not
 * names: JavaScript and PostgreSQL read their signs in opposite ways.
 */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || !/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
