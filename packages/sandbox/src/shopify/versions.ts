const QUARTER = /^(\d{4})-(01|04|07|10)$/

/**
 * The version that answers: a retired one is answered by the oldest that is accessible, one that is not there yet by
 * nobody (`null`). Each comes with its quarter, and goes a year and 15 days later. https://shopify.dev/docs/api/usage/versioning
 */
export function servedVersion(requested: string, now: number): string | null {
  if (requested === 'unstable') return requested
  if (!QUARTER.test(requested)) return null
  const accessible = quarters().filter((version) => endOf(version) > now && beginOf(version) <= now)
  const candidate = quarters().find((version) => beginOf(version) > now)
  if (requested === candidate || accessible.includes(requested)) return requested
  const [oldest] = accessible
  return oldest && requested < oldest ? oldest : null
}

function quarters(): string[] {
  return Array.from({ length: 40 }, (_, index) => {
    const month = String((index % 4) * 3 + 1).padStart(2, '0')
    return `${2024 + Math.floor(index / 4)}-${month}`
  })
}

function beginOf(version: string): number {
  return Date.parse(`${version}-01T17:00:00Z`)
}

function endOf(version: string): number {
  const [year, month] = version.split('-')
  return Date.parse(`${Number(year) + 1}-${month}-16T15:00:00Z`)
}
