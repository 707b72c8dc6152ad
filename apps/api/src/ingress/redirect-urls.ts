import type { PublicUrl } from '@shopmirror/config'
import type { ProgressRefs } from '../connect/progress-refs.ts'

/** Query parameter with the installation's id; the shop's admin passes it back. */
export const INSTALLATION_PARAMETER = 'sr_install'

/** Path of the page that an install ended on before there were connect pages; others link to it. */
export const SETTINGS_PATH = '/dashboard/settings'

/** Where merchants are sent. */
export interface RedirectUrls {
  /** False while the api itself shows the pages that installs end on. */
  readonly hasDashboard: boolean
  /** `{dashboard}/settings?tab={platform}&…` */
  settings(platform: string, more: Record<string, string>): string
  /** `{PUBLIC_URL}/api/v1/{platform}/oauth/{path}` */
  install(platform: string, path: string): string
  /** The page that shows how far an install is. `more`: for those who follow redirects; the page does not read it. */
  progress(installation: string, more?: Record<string, string>): string
  /** The page that says why nothing was connected, and what to do. */
  refused(platform: string, reason: string): string
  /** The page that connects an unclaimed installation, or leads to where an account can claim it. */
  claim(installation: string): string
}

/** `dashboardUrl`: a dashboard of the user's own, which shows the outcomes of installs instead of the api. */
export function createRedirectUrls(
  { at }: PublicUrl,
  { dashboardUrl, refs }: { dashboardUrl: string | undefined; refs: ProgressRefs },
): RedirectUrls {
  const settingsUrl = dashboardUrl === undefined ? at(SETTINGS_PATH) : `${dashboardUrl.replace(/\/+$/, '')}/settings`
  return {
    hasDashboard: dashboardUrl !== undefined,
    settings: (platform, more) => `${settingsUrl}?${new URLSearchParams({ tab: platform, ...more })}`,
    install: (platform, path) => at(`/api/v1/${platform}/oauth/${path}`),
    progress: (installation, more = {}) => at(`/connect/progress/${refs.refOf(installation)}${queryOf(more)}`),
    refused: (platform, reason) => at(`/connect/refused${queryOf({ tab: platform, [platform]: 'error', reason })}`),
    claim: (installation) => at(`/connect/claim/${refs.refOf(installation)}`),
  }
}

function queryOf(parameters: Record<string, string>): string {
  const query = new URLSearchParams(parameters).toString()
  return query === '' ? '' : `?${query}`
}

/** The landing page with the installation's id as a parameter, so that the app can be claimed there. */
export function withInstallation(landing: URL, installation: string): string {
  const url = new URL(landing)
  url.searchParams.set(INSTALLATION_PARAMETER, installation)
  return url.href
}
