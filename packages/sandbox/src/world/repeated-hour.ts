const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * Moves a time that is near the end of daylight saving time forward. Shops write local times without an offset, so a time in
 * the hour that repeats is ambiguous and a mirror of it cannot be compared. The result is unambiguous, and so are the times derived
 * from it: one, two and twenty-four hours earlier. Keeps the order of times.
 */
export function avoidRepeatedHour(time: number): number {
  const end = endOfSummerTime(new Date(time).getUTCFullYear())
  if (time >= end && time < end + 4 * HOUR_MS) return end + 4 * HOUR_MS
  if (time >= end + DAY_MS && time < end + DAY_MS + 2 * HOUR_MS) return end + DAY_MS + 2 * HOUR_MS
  return time
}

/** In the European Union the clocks go back at 01:00 UTC on the last Sunday of October; the hour before happens again. */
function endOfSummerTime(year: number): number {
  const lastDay = Date.UTC(year, 9, 31)
  const end = ends.get(year) ?? lastDay - new Date(lastDay).getUTCDay() * DAY_MS
  ends.set(year, end)
  return end
}

/** By year: every time of every object is checked. */
const ends = new Map<number, number>()
