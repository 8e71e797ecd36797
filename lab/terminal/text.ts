/** In characters rather than code units; none that we print is a wide one. */
export function displayWidth(text: string): number {
  return Array.from(text).length;
}

export function cutTo(text: string, width: number): string {
  return Array.from(text).slice(0, width).join('');
}
