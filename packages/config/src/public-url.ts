import { z } from 'zod'

/** Every address of ours that leaves the process begins here: webhooks, redirects, cookie paths, links. */
export interface PublicUrl {
  /** `https://example.com/mirror`: never with a slash at its end. */
  readonly href: string
  /** `/mirror`; empty where the api has a host of its own. */
  readonly path: string
  readonly host: string
  readonly isHttps: boolean
  /** The absolute address of a path of ours, which begins with a slash. */
  at(path: string): string
}

const PATH = /^(\/[\w.~-]+)*$/

/** `PUBLIC_URL`. Throws a `TypeError` on what is no address. */
export function createPublicUrl(text: string): PublicUrl {
  const { origin, host, protocol, pathname } = new URL(text)
  const path = pathname.replace(/\/+$/, '')
  const href = `${origin}${path}`
  return { href, path, host, isHttps: protocol === 'https:', at: (place) => `${href}${place}` }
}

/** An address that others can be made from: http or https, and nothing after the path. */
export const publicUrlSchema = z
  .url({ protocol: /^https?$/, error: 'has to be an address that begins with https:// (or http://)' })
  .refine((text) => !URL.canParse(text) || isPlain(new URL(text)), {
    error: 'has to be host and path only: no user, no query, no fragment, and a path of letters, digits and . _ ~ -',
  })

function isPlain({ username, password, search, hash, pathname }: URL): boolean {
  return [username, password, search, hash].every((part) => part === '') && PATH.test(pathname.replace(/\/+$/, ''))
}
