import { z } from 'zod'

/** `PUBLIC_URL`, the base of all our public addresses: webhooks, redirects, cookie paths, links. */
export interface PublicUrl {
  /** Such as `https://example.com/mirror`; never with a trailing slash. */
  readonly href: string
  /** Such as `/mirror`; empty without a path. */
  readonly path: string
  readonly host: string
  readonly isHttps: boolean
  /** The absolute address of one of our paths, which must begin with a slash. */
  at(path: string): string
}

const PATH = /^(\/[\w.~-]+)*$/

/** Throws a `TypeError` when `text` is not a URL. */
export function createPublicUrl(text: string): PublicUrl {
  const { origin, host, protocol, pathname } = new URL(text)
  const path = pathname.replace(/\/+$/, '')
  const href = `${origin}${path}`
  return { href, path, host, isHttps: protocol === 'https:', at: (place) => `${href}${place}` }
}

/** A base URL: http or https, host and path only. */
export const publicUrlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https:// (or http://)' })
  .refine((text) => !URL.canParse(text) || isPlain(new URL(text)), {
    error: 'must be host and path only: no user, no query, no fragment, and a path of letters, digits and . _ ~ -',
  })

function isPlain({ username, password, search, hash, pathname }: URL): boolean {
  return [username, password, search, hash].every((part) => part === '') && PATH.test(pathname.replace(/\/+$/, ''))
}
