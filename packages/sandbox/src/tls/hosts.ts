import { platformHosts } from '../emulators.ts'

const LABEL = '([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)'

const patterns = platformHosts.map((host) => ({
  ...host,
  pattern: new RegExp(`^${host.name.replaceAll('.', '\\.').replace('*', LABEL)}$`),
}))

/** Names of the certificate; a wildcard stands for one label. */
export const certificateNames: readonly string[] = platformHosts.map(({ name }) => name)

/** All that the CA may sign for: these domains, and what is below them. */
export const certifiedDomains: readonly string[] = certificateNames.map((name) => name.replace('*.', ''))

/** Where the sandbox serves a path of a platform's host; `null` if no platform has the host. */
export function sandboxPathOf(hostname: string, path: string): string | null {
  for (const { pattern, sandboxPath } of patterns) {
    const match = pattern.exec(hostname.toLowerCase())
    if (match) return sandboxPath(path, match[1] ?? '')
  }
  return null
}

export function isPlatformHost(hostname: string): boolean {
  return sandboxPathOf(hostname, '/') !== null
}

/** Every host at which a shop of this name is called, as a hosts file needs them. */
export function hostsOf(shop: string): string[] {
  return certificateNames.map((name) => name.replace('*', shop))
}
