import type { PublicUrl } from '@shopmirror/config'

/** Query parameter with the installation's id; the shop's admin passes it back. */
export const INSTALLATION_PARAMETER = 'sr_install'

/** Path of the page that an install ends on, if there is no dashboard. */
export const SETTINGS_PATH = '/dashboard/settings'

/** Where merchants are sent. */
export interface RedirectUrls {
  /** False while the api itself shows a page instead. */
  readonly hasDashboard: boolean
  /** `{dashboard}/settings?tab={platform}&…` */
  settings(platform: string, more: Record<string, string>): string
  /** `{PUBLIC_URL}/api/v1/{platform}/oauth/{path}` */
  install(platform: string, path: string): string
}

/** Without `dashboardUrl` the settings page is the one that the api renders. */
export function createRedirectUrls({ at }: PublicUrl, dashboardUrl: string | undefined): RedirectUrls {
  const settingsUrl = dashboardUrl === undefined ? at(SETTINGS_PATH) : `${dashboardUrl.replace(/\/+$/, '')}/settings`
  return {
    hasDashboard: dashboardUrl !== undefined,
    settings: (platform, more) => `${settingsUrl}?${new URLSearchParams({ tab: platform, ...more })}`,
    install: (platform, path) => at(`/api/v1/${platform}/oauth/${path}`),
  }
}

/** The landing page with the installation's id as a parameter, so that the app can be claimed there. */
export function withInstallation(landing: URL, installation: string): string {
  const url = new URL(landing)
  url.searchParams.set(INSTALLATION_PARAMETER, installation)
  return url.href
}
