/** Length of one bucket of the statistics, ms. */
const HOUR_MS = 3_600_000

/** Beginning of the hour (UTC) in which something is counted. */
export function hourOf(time: Date): string {
  return new Date(Math.floor(time.getTime() / HOUR_MS) * HOUR_MS).toISOString()
}
