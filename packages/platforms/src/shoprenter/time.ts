const OFFSET_CACHE_MAX = 20_000
const QUARTER_MS = 15 * 60_000

export interface Zone {
  /** `2026-01-02T08:00:00` or with a space, in the shop's time; `null` for the platform's many ways to write no date. */
  toUtc(local: string | null): Date | null
  /** As the filters take it: `2026-01-02T08:00:00`, seconds cut off. */
  toLocal(date: Date): string
}

const zones = new Map<string, Zone>()

/** Times come without an offset, in the time zone of the shop's settings. An hour that happens twice is taken for the later one. */
export function zoneOf(timezone: string): Zone {
  const zone = zones.get(timezone) ?? createZone(timezone)
  zones.set(timezone, zone)
  return zone
}

function createZone(timezone: string): Zone {
  const offsetAt = createOffsets(timezone)
  return {
    toUtc(local) {
      const wall = local === null ? Number.NaN : parseWall(local)
      if (Number.isNaN(wall)) return null
      return new Date(wall - offsetAt(wall - offsetAt(wall)))
    },
    toLocal: (date) => new Date(date.getTime() + offsetAt(date.getTime())).toISOString().slice(0, 19),
  }
}

/** `NaN` for zero dates: `0000-00-00 00:00:00`, `-0001-11-30T00:00:00`. */
function parseWall(local: string): number {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2}))?/.exec(local)
  if (!parts || parts[1]?.startsWith('0000')) return Number.NaN
  return Date.parse(`${parts[1]}T${parts[2] ?? '00:00:00'}Z`)
}

/** Offsets change on quarters of an hour only, so each quarter is asked once: this runs for every row. */
function createOffsets(timezone: string): (utc: number) => number {
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
