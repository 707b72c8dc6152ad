import type { IncomingMessage } from 'node:http'

/** Paths whose trailing slash is ignored. */
const SLASH_IGNORED = /^\/(webhooks|api)\/./

/** How the path of `PUBLIC_URL` is removed from a request. */
export interface PathRules {
  /** Path of `PUBLIC_URL`. Some proxies remove it, others keep it. */
  prefix: string
  /** Whether one of our paths begins with this segment. Needed because one of our paths may begin like the prefix. */
  isOurs(segment: string): boolean
}

/** Rewrites to the path of our routes: without the path of `PUBLIC_URL`, and without doubled and trailing slashes. */
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
