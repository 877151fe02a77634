/** "1 call", "3 calls". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Bytes as people read them: "512 B", "4.2 kB". */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  if (count < 1_000_000) return `${(count / 1000).toFixed(1)} kB`;
  return `${(count / 1_000_000).toFixed(1)} MB`;
}

/** Milliseconds as people read them: "0.4 ms", "38 ms", "1.20 s". */
export function milliseconds(count: number): string {
  if (count < 10) return `${count.toFixed(1)} ms`;
  if (count < 1000) return `${Math.round(count)} ms`;
  return `${(count / 1000).toFixed(2)} s`;
}
