/** Bytes for people, in powers of 1,000: `4.1 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let value = bytes, unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** A whole number with its noun: `1 file`, `1,200 files`. */
export function formatCount(
  count: number,
  noun: string,
  plural = `${noun}s`,
): string {
  return `${formatNumber(count)} ${count === 1 ? noun : plural}`;
}

/** A whole number with thousands separated: `1,200`. */
export function formatNumber(count: number): string {
  return NUMBER.format(count);
}

const NUMBER = new Intl.NumberFormat("en-US");

/** A time span for people: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
