/** Under this name an installation travels through the shop's admin and back. */
export const INSTALLATION_PARAMETER = 'sr_install'

/** Where the dashboard is when nobody says: on our own address. */
const DASHBOARD_PATH = '/dashboard'

/** A page of the dashboard's settings: `{dashboard}/settings?tab={platform}&…` */
export function settingsPage(dashboardUrl: string | undefined, platform: string, more: Record<string, string>): string {
  const query = new URLSearchParams({ tab: platform, ...more })
  return `${(dashboardUrl ?? DASHBOARD_PATH).replace(/\/+$/, '')}/settings?${query}`
}

export function withInstallation(landing: URL, installation: string): string {
  const url = new URL(landing)
  url.searchParams.set(INSTALLATION_PARAMETER, installation)
  return url.href
}

/** A place of ours among those of installs: `{PUBLIC_URL}/api/v1/{platform}/oauth/{path}` */
export function installPlace(publicUrl: string, platform: string, path: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/api/v1/${platform}/oauth/${path}`
}
