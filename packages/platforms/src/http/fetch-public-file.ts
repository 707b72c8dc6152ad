import { type LookupAddress, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, request } from 'undici'
import { isPublicAddress } from './public-address.ts'

const TIMEOUT_MS = 30_000
const CONNECT_TIMEOUT_MS = 5_000

/** A file of somebody else's server. */
export type FetchedFile =
  | { kind: 'fetched'; bytes: Buffer }
  /** It will not be fetched by trying again. */
  | { kind: 'refused'; message: string }
  /** It may be, later. */
  | { kind: 'failed'; message: string }

export interface FetchOptions {
  /** The largest file that is taken. */
  bytesMax: number
  /** Which addresses may be connected to. Default: those of the public internet. */
  isAllowed?: (address: string) => boolean
  /** Certificates that are trusted, PEM. Default: those of Node. */
  ca?: string
}

class AddressNotAllowed extends Error {}

/**
 * Fetches a file that a user names by its address: only by https, from the public internet, without redirects, within 30
 * seconds. The address is checked when the connection is made, so that a name cannot lead elsewhere in between.
 */
export async function fetchPublicFile(
  url: string,
  { bytesMax, isAllowed = isPublicAddress, ca }: FetchOptions,
): Promise<FetchedFile> {
  const { protocol, hostname, username, password } = new URL(url)
  if (protocol !== 'https:') return refuse('is not an https address')
  if (username || password) return refuse('contains credentials')
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) && !isAllowed(literal)) return refuse('is not in the public internet')
  const connect = { timeout: CONNECT_TIMEOUT_MS, lookup: checkedLookup(isAllowed), ...(ca !== undefined && { ca }) }
  const dispatcher = new Agent({ connect, maxResponseSize: bytesMax })
  try {
    const { statusCode, body } = await request(url, { dispatcher, signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (statusCode === 200) return { kind: 'fetched', bytes: Buffer.from(await body.arrayBuffer()) }
    await body.dump()
    const message = `answered ${statusCode}`
    return statusCode >= 500 || statusCode === 429 ? { kind: 'failed', message } : refuse(message)
  } catch (error) {
    return outcomeOf(error, bytesMax)
  } finally {
    await dispatcher.destroy()
  }
}

const refuse = (message: string): FetchedFile => ({ kind: 'refused', message })

function outcomeOf(error: unknown, bytesMax: number): FetchedFile {
  if (error instanceof AddressNotAllowed) return refuse('is not in the public internet')
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return refuse(`is larger than ${bytesMax} bytes`)
  return { kind: 'failed', message: `could not be fetched (${typeof code === 'string' ? code : 'time-out'})` }
}

/** All addresses of a name have to be allowed: which of them is connected to is not ours to choose. */
function checkedLookup(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, [])
      if (!addresses.every(({ address }) => isAllowed(address))) return callback(new AddressNotAllowed(), [])
      if (options.all) return callback(null, addresses)
      callback(null, addresses[0]?.address ?? '', addresses[0]?.family)
    })
  }
}
