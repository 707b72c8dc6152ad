/** Format of responses: `2026-01-01T02:00:00.000+00:00`. */
export function timeOf(at: number): string {
  return new Date(at).toISOString().replace('Z', '+00:00')
}

export function timeOrNull(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : timeOf(at)
}

/** Format of queries: `2026-01-01 00:00:00`, always UTC; ISO 8601, too. `undefined` for an invalid time. */
export function parseTime(text: string): number | undefined {
  const iso = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : text
  if (!/^\d{4}-\d\d-\d\d/.test(iso)) return undefined
  const at = Date.parse(iso)
  return Number.isNaN(at) ? undefined : at
}
