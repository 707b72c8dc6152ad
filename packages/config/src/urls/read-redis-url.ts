import { SettingsError } from '../settings-error.ts'
import { decodePart, type KnownParameters, readParameters } from './read-url.ts'

const SETTING = 'REDIS_URL'

const parameters: KnownParameters = {
  honoured: ['db', 'family'],
  // Timeouts, pools and decoding of other libraries.
  ignored: [
    ...['protocol', 'encoding', 'decode_responses', 'max_connections', 'connection_limit', 'pool_size'],
    ...['timeout', 'socket_timeout', 'socket_connect_timeout', 'health_check_interval', 'retry_on_timeout'],
    ...['client_name', 'virtual_host'],
  ],
  instead: {
    ssl: 'use rediss:// for TLS',
    tls: 'use rediss:// for TLS',
    ssl_cert_reqs: 'certificates are always checked; remove it, and set REDIS_CA_FILE to your own authority',
    ssl_ca_certs: 'set REDIS_CA_FILE to the file',
    sentinels: 'set REDIS_SENTINELS instead of REDIS_URL',
  },
}

/**
 * The address as the driver needs it: the driver treats every parameter as an option that overrides ours. Throws a
 * `SettingsError` that says what is wrong, without the password.
 */
export function readRedisUrl(given: string): string {
  const [written = '', query = ''] = given.trim().split(/\?(.*)/s)
  const kept = new URLSearchParams(readParameters(SETTING, query, parameters)).toString()
  // Valkey's scheme is an alias of the same protocol, and the driver recognizes TLS only in lower case.
  const address = written.replace(/^(?:redis|valkey)(s?):/i, (_scheme, s: string) => `redis${s.toLowerCase()}:`)
  if (!address.startsWith('/')) assertAddress(address.includes('://') ? address : `redis://${address}`)
  return `${address}${kept && `?${kept}`}`
}

function assertAddress(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isRedis = url?.protocol === 'redis:' || url?.protocol === 'rediss:'
  if (!url?.hostname || !isRedis || url.hash || !/^(\/\d*)?$/.test(url.pathname)) {
    throw new SettingsError(
      `${SETTING} is not an address of the form redis://user:password@host:6379/0 (rediss:// for TLS). ` +
        'Percent-encode special characters in user and password: @ is %40, / is %2F, # is %23, ? is %3F, % is %25.',
    )
  }
  decodePart(SETTING, 'user', url.username)
  decodePart(SETTING, 'password', url.password)
}
