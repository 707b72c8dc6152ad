import type { PublicUrl } from '@shopmirror/config'

/** Under this name an installation travels through the shop's admin and back. */
export const INSTALLATION_PARAMETER = 'sr_install'

/** Where the page is that merchants end on, below the dashboard's address or our own. */
export const SETTINGS_PATH = '/dashboard/settings'

/** Where merchants are sent. */
export interface Places {
  /** False while the api itself shows a page instead. */
  readonly hasDashboard: boolean
  /** `{dashboard}/settings?tab={platform}&…` */
  settings(platform: string, more: Record<string, string>): string
  /** A place of ours among those of installs: `{PUBLIC_URL}/api/v1/{platform}/oauth/{path}` */
  install(platform: string, path: string): string
}

/** Without `dashboardUrl` the settings page is the api's own. */
export function createPlaces({ at }: PublicUrl, dashboardUrl: string | undefined): Places {
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
