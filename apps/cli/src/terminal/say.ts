/** What a terminal would take for a command is not shown: names come from plans, errors from far away. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

export function say(line: string): void {
  process.stdout.write(`${line.replaceAll(CONTROL, '�')}\n`);
}

export function complain(line: string): void {
  process.stderr.write(`${line.replaceAll(CONTROL, '�')}\n`);
}
