/** One line for a POSIX shell, which is what every SSH server hands a command to. */
export function commandLine(environment: Readonly<Record<string, string>>, words: readonly string[]): string {
  const variables = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
  return ['env', ...variables, ...words].map(quote).join(' ');
}

/** Within single quotes everything stands for itself but the quote. */
function quote(word: string): string {
  return /^[A-Za-z0-9_./=:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
