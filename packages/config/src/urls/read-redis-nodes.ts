import { SettingsError } from '../settings-error.ts'
import { decodePart } from './read-url.ts'

/** A server by name. */
export interface Endpoint {
  host: string
  port: number
}

/** Several servers that are reached in the same way. */
export interface RedisNodes {
  nodes: Endpoint[]
  isTls: boolean
  username?: string
  password?: string
  /** Number of the database. */
  db: number
}

/**
 * Reads `redis://user:password@first:6379,second:6379/0`. Scheme, user, password and database may be given once, for all.
 * Throws a `SettingsError` that says what is wrong, without the password.
 */
export function readRedisNodes(setting: string, given: string, defaultPort: number): RedisNodes {
  const urls = given.split(',').map((entry) => readEntry(setting, entry.trim()))
  const one = (what: string, read: (url: URL) => string) => {
    const [value, ...others] = new Set(urls.map(read).filter(Boolean))
    if (others.length === 0) return value
    throw new SettingsError(`${setting} names more than one ${what}; it must be the same for all servers.`)
  }
  const scheme = one('scheme', ({ protocol }) => (protocol === NONE ? '' : protocol))
  const username = one('user', (url) => decodePart(setting, 'user', url.username))
  const password = one('password', (url) => decodePart(setting, 'password', url.password))
  const db = one('database', ({ pathname }) => pathname.slice(1))
  return {
    nodes: urls.map(({ hostname, port }) => ({
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port || defaultPort),
    })),
    isTls: scheme === 'rediss:',
    ...(username && { username }),
    ...(password && { password }),
    db: Number(db ?? 0),
  }
}

/** Scheme of an entry that names none. */
const NONE = 'node:'

function readEntry(setting: string, entry: string): URL {
  const address = entry.includes('://') ? entry : `${NONE}//${entry}`
  const written = address.replace(/^(?:redis|valkey)(s?):/i, (_scheme, s: string) => `redis${s.toLowerCase()}:`)
  const url = URL.canParse(written) ? new URL(written) : undefined
  const isKnown = url && ['redis:', 'rediss:', NONE].includes(url.protocol)
  if (isKnown && url.hostname && !url.hash && !url.search && /^(\/\d*)?$/.test(url.pathname)) return url
  throw new SettingsError(
    `${setting} is not a list of the form redis://user:password@first:6379,second:6379 (rediss:// for TLS). ` +
      'Percent-encode special characters in user and password: @ is %40, / is %2F, # is %23, ? is %3F, % is %25, a comma is %2C.',
  )
}
