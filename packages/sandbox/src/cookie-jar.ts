/** A navigation, as far as cookies are concerned. */
export interface Navigation {
  method: string
  url: URL
  /** The page that led here; `null` for an address that was typed. */
  from: URL | null
}

/** Cookies as browsers keep them: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html */
export interface CookieJar {
  /** Of the `cookie` header; empty when none goes along. */
  read(navigation: Navigation): string
  /** One `set-cookie` line of the answer from this address. A cookie that a browser would refuse is dropped. */
  write(url: URL, line: string): void
}

interface Cookie {
  name: string
  value: string
  domain: string
  /** Without `Domain` a cookie goes to the host that set it only. */
  hostOnly: boolean
  path: string
  secure: boolean
  sameSite: 'strict' | 'lax' | 'none'
  expiresAt: number
}

export function createCookieJar(now: () => number = Date.now): CookieJar {
  const cookies = new Map<string, Cookie>()
  return {
    read(navigation) {
      for (const [key, { expiresAt }] of cookies) if (expiresAt <= now()) cookies.delete(key)
      const sent = [...cookies.values()].filter((cookie) => goesAlong(cookie, navigation))
      // Longer paths first, then older ones.
      return sent
        .sort((a, b) => b.path.length - a.path.length)
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ')
    },
    write(url, line) {
      const cookie = parseCookie(line, url, now())
      if (!cookie || !isAllowed(cookie, url)) return
      cookies.set([cookie.domain, cookie.path, cookie.name].join('\n'), cookie)
    },
  }
}

function goesAlong(cookie: Cookie, { method, url, from }: Navigation): boolean {
  const isHost = cookie.hostOnly ? url.hostname === cookie.domain : isWithin(url.hostname, cookie.domain)
  if (!isHost || !isBelow(url.pathname, cookie.path)) return false
  if (cookie.secure && !isTrustworthy(url)) return false
  if (from === null || siteOf(from) === siteOf(url) || cookie.sameSite === 'none') return true
  return cookie.sameSite === 'lax' && method === 'GET'
}

function parseCookie(line: string, url: URL, now: number): Cookie | null {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(pair) ?? []
  if (name === '') return null
  const attributes = new Map(rest.map((part) => splitAttribute(part)))
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase()
  const path = attributes.get('path')
  return {
    ...{ name, value, domain: domain || url.hostname, hostOnly: !domain },
    path: path?.startsWith('/') ? path : defaultPath(url.pathname),
    secure: attributes.has('secure'),
    sameSite: sameSiteOf(attributes.get('samesite')),
    expiresAt: expiryOf(attributes, now),
  }
}

function splitAttribute(part: string): [string, string] {
  const mark = part.indexOf('=')
  return mark < 0 ? [part.toLowerCase(), ''] : [part.slice(0, mark).trim().toLowerCase(), part.slice(mark + 1).trim()]
}

function sameSiteOf(text = ''): Cookie['sameSite'] {
  const value = text.toLowerCase()
  return value === 'strict' || value === 'none' ? value : 'lax'
}

function expiryOf(attributes: Map<string, string>, now: number): number {
  const maxAge = attributes.get('max-age')
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Math.max(0, Number(maxAge)) * 1_000
  const expires = Date.parse(attributes.get('expires') ?? '')
  return Number.isNaN(expires) ? Number.POSITIVE_INFINITY : expires
}

function isAllowed({ name, domain, hostOnly, path, secure, sameSite }: Cookie, url: URL): boolean {
  if (!hostOnly && (!domain.includes('.') || !isWithin(url.hostname, domain))) return false
  if (secure && !isTrustworthy(url)) return false
  if (sameSite === 'none' && !secure) return false
  if (name.startsWith('__Secure-') && !secure) return false
  return !name.startsWith('__Host-') || (secure && hostOnly && path === '/')
}

/** Browsers take the machine itself for safe: `Secure` holds there over http, too. */
function isTrustworthy({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && !isAddress(host))
}

/** `/mirror` holds `/mirror` and `/mirror/docs`, and not `/mirrored`. */
function isBelow(path: string, cookiePath: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`)
}

function defaultPath(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1))
}

/** Scheme and registrable domain, without the list of public suffixes: the last two labels. Ports make no site. */
function siteOf({ protocol, hostname }: URL): string {
  return `${protocol}${isAddress(hostname) ? hostname : hostname.split('.').slice(-2).join('.')}`
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.startsWith('[')
}
