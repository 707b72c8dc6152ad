const MARK = '\u0001'
const MARKED = /"\\u0001(\d+)"/g

/** An id as JSON writes it: a number with all of its digits, however many. */
export function exact(digits: string): string {
  return MARK + digits
}

export function writeJson(body: unknown): string {
  return JSON.stringify(body).replace(MARKED, '$1')
}

const offsets = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Budapest', timeZoneName: 'longOffset' })

/** In the shop's own time, as its webhooks write it. */
export function localTime(time: number): string {
  const name = offsets.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const offset = name === 'GMT' ? '+00:00' : name.slice(3)
  const [hours = 0, minutes = 0] = offset.split(':').map(Number)
  const shifted = time + (hours * 60 + Math.sign(hours || 1) * minutes) * 60_000
  return `${new Date(shifted).toISOString().slice(0, 19)}${offset}`
}
