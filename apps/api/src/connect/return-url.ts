import { isIP } from 'node:net'
import { z } from 'zod'

const URL_LENGTH_MAX = 2_000

/**
 * Where a merchant can go after the install: an https address, or http on this machine. With allowed origins, one of
 * those. Without a user name, so that the host is what it seems to be.
 */
export function returnUrlSchema(allowedOrigins: readonly string[]) {
  const origins = allowedOrigins.map((origin) => new URL(origin).origin)
  return z
    .string()
    .max(URL_LENGTH_MAX)
    .refine(isWebAddress, 'must be an https address, or http on localhost, without a user name')
    .transform((text) => new URL(text))
    .refine(({ origin }) => origins.length === 0 || origins.includes(origin), {
      error: `must have one of the origins in CONNECT_RETURN_ORIGINS: ${origins.join(', ')}`,
    })
    .transform(({ href }) => href)
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
}
