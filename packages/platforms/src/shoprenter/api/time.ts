const OFFSET_CACHE_MAX = 20_000
const QUARTER_MS = 15 * 60_000
const DAY_MS = 86_400_000

/** A shop's clock. Readings are `2026-01-02T08:00:00` or with a space; `null` for the platform's many empty dates. */
export interface Zone {
  /** In the hour that is repeated in autumn: the later moment. */
  toUtc(reading: string | null): Date | null
  /** In the hour that is repeated in autumn: the earlier moment. */
  earliest(reading: string | null): Date | null
  /**
   * For comparing two changes: never decreases over time. The hour that is repeated is one
   * moment, so a change in its second half does not look older than one in its first.
   */
  versionOf(reading: string | null): Date | null
  /** The window in the format of the filters, truncated to seconds. Contains every reading between the two moments. */
  window(from: Date, to: Date): { from: string; to: string }
}

const zones = new Map<string, Zone>()

/** Times have no offset; they are in the time zone of the shop's settings. */
export function zoneOf(timezone: string): Zone {
  const zone = zones.get(timezone) ?? createZone(timezone)
  zones.set(timezone, zone)
  return zone
}

export function isTimezone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

function createZone(timezone: string): Zone {
  const offsetAt = createOffsets(timezone)
  const date = (reading: string | null, choose: (moments: Moments) => number) => {
    const wall = reading === null ? Number.NaN : parseWall(reading)
    return Number.isNaN(wall) ? null : new Date(choose(momentsOf(wall, offsetAt)))
  }
  return {
    toUtc: (reading) => date(reading, ({ last }) => last),
    earliest: (reading) => date(reading, ({ first }) => first),
    versionOf: (reading) => date(reading, ({ first, last }) => (first === last ? first : changeAfter(first, offsetAt))),
    window(from, to) {
      const offsets = [offsetAt(from.getTime()), offsetAt(to.getTime())]
      return { from: write(from.getTime() + Math.min(...offsets)), to: write(to.getTime() + Math.max(...offsets)) }
    },
  }
}

/** The moments at which a local clock showed a time; two different ones in the hour that is repeated. */
interface Moments {
  first: number
  last: number
}

type OffsetAt = (utc: number) => number

function momentsOf(wall: number, offsetAt: OffsetAt): Moments {
  const before = offsetAt(wall - DAY_MS)
  const after = offsetAt(wall + DAY_MS)
  if (before === after) return { first: wall - before, last: wall - before }
  const moments = [before, after].filter((offset) => offsetAt(wall - offset) === offset).map((offset) => wall - offset)
  // A time in the hour that is skipped in spring is read as if the clock had not been changed yet.
  if (moments.length === 0) return { first: wall - before, last: wall - before }
  return { first: Math.min(...moments), last: Math.max(...moments) }
}

function changeAfter(utc: number, offsetAt: OffsetAt): number {
  const offset = offsetAt(utc)
  let quarter = Math.floor(utc / QUARTER_MS) * QUARTER_MS
  while (offsetAt(quarter) === offset) quarter += QUARTER_MS
  return quarter
}

const write = (wall: number) => new Date(wall).toISOString().slice(0, 19)

/** `NaN` for zero dates: `0000-00-00 00:00:00`, `-0001-11-30T00:00:00`. */
function parseWall(reading: string): number {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2}))?/.exec(reading)
  if (!parts || parts[1]?.startsWith('0000')) return Number.NaN
  return Date.parse(`${parts[1]}T${parts[2] ?? '00:00:00'}Z`)
}

/** Cached per quarter of an hour, because offsets change only then and this runs for every row. */
function createOffsets(timezone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' })
  const known = new Map<number, number>()
  return (utc) => {
    const quarter = Math.floor(utc / QUARTER_MS)
    const cached = known.get(quarter)
    if (cached !== undefined) return cached
    if (known.size >= OFFSET_CACHE_MAX) known.clear()
    const offset = parseOffset(format.format(quarter * QUARTER_MS))
    known.set(quarter, offset)
    return offset
  }
}

function parseOffset(formatted: string): number {
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(formatted) ?? []
  if (!sign) return 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
