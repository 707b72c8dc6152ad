const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * A time near an end of summer time, moved on a little. Shops write local times without an offset, so of the hour that
 * happens twice nobody can say afterwards when it was, and a truth with such a time could not be compared. Clear are the
 * time itself and those that are derived from it: one, two and twenty-four hours earlier. Keeps the order of times.
 */
export function outsideFold(time: number): number {
  const fold = foldOf(new Date(time).getUTCFullYear())
  if (time >= fold && time < fold + 4 * HOUR_MS) return fold + 4 * HOUR_MS
  if (time >= fold + DAY_MS && time < fold + DAY_MS + 2 * HOUR_MS) return fold + DAY_MS + 2 * HOUR_MS
  return time
}

/** In the European Union the clocks go back at 01:00 UTC on the last Sunday of October; the hour before happens again. */
function foldOf(year: number): number {
  const lastDay = Date.UTC(year, 9, 31)
  return lastDay - new Date(lastDay).getUTCDay() * DAY_MS
}
