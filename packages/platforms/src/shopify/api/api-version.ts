/** How long before the end of a version the alert is raised, ms. */
const NOTICE_MS = 60 * 86_400_000
const QUARTER = /^(\d{4})-(\d{2})$/

/** End of a version: one year and fifteen days after its release, 15:00 UTC; `null` for `unstable`. https://shopify.dev/docs/api/usage/versioning */
export function endOfSupport(version: string): Date | null {
  const [, year, month] = QUARTER.exec(version) ?? []
  return year && month ? new Date(`${Number(year) + 1}-${month}-16T15:00:00Z`) : null
}

export interface VersionWatch {
  /** Called with the version of each answer, from its header. */
  saw(answered: string | undefined): void
}

interface VersionWatchOptions {
  version: string
  now(): Date
  alert(kind: string, detail: string): void
}

/** Raises an alert, once, when another version answers than was requested, and when the requested one ends soon. */
export function createVersionWatch({ version, now, alert }: VersionWatchOptions): VersionWatch {
  let toldOther = false
  let toldEnd = false
  return {
    saw(answered) {
      if (answered && answered !== version && !toldOther) {
        toldOther = true
        alert('api_version_other', otherVersion(version, answered))
      }
      const detail = endingVersion(version, now())
      if (!detail || toldEnd) return
      toldEnd = true
      alert('api_version_ending', detail)
    },
  }
}

export function otherVersion(asked: string, answered: string): string {
  return `Shopify answered with API version ${answered} instead of ${asked}, which is not supported. Set SHOPIFY_API_VERSION to a supported version.`
}

/** `null` while the end is far off. */
export function endingVersion(version: string, now: Date): string | null {
  const end = endOfSupport(version)
  if (!end || end.getTime() - now.getTime() > NOTICE_MS) return null
  const day = end.toISOString().slice(0, 10)
  return `Version ${version} of Shopify's API ${end > now ? 'ends' : 'ended'} on ${day}. Upgrade Shopmirror, or set SHOPIFY_API_VERSION to a later version.`
}
