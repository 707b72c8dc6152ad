import type { IncomingMessage } from 'node:http'

/** Where a trailing slash is ignored. */
const SLASH_IGNORED = /^\/(webhooks|api)\/./

/** How the path of `PUBLIC_URL` is removed from a request. */
export interface PathRules {
  /** Of `PUBLIC_URL`. Some proxies take it off, others leave it. */
  prefix: string
  /** Whether one of our paths begins with this segment: what is left without the prefix may begin like the prefix. */
  isOurs(segment: string): boolean
}

/** The path as our routes know it: without the path of `PUBLIC_URL`, and without slashes that mean nothing. */
export function createUrlRewriter({ prefix, isOurs }: PathRules): (request: Pick<IncomingMessage, 'url'>) => string {
  const withoutPrefix = (path: string) => {
    if (prefix === '' || !path.startsWith(`${prefix}/`)) return path
    const rest = path.slice(prefix.length)
    return isOurs(rest.split('/')[1] ?? '') ? rest : path
  }
  return ({ url = '/' }) => {
    const mark = url.indexOf('?')
    const given = mark < 0 ? url : url.slice(0, mark)
    const path = withoutPrefix(given.startsWith('/') ? given.replace(/\/{2,}/g, '/') : given)
    const known = SLASH_IGNORED.test(path) && path.endsWith('/') ? path.slice(0, -1) : path
    return mark < 0 ? known : known + url.slice(mark)
  }
}
