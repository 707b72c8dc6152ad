import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { AddressLimit } from './address-limit.ts'
import { Problem } from './problem.ts'

/** Recently valid credentials that one process remembers, as hashes: under 2 MB. */
const KNOWN_MAX = 10_000

/**
 * Returns the result of `verify` for a credential; throws `unauthorized` when that is `null`. A credential that has not
 * recently been valid is counted for its address before `verify` is called; beyond the limit it throws
 * `too-many-requests`, whether valid or not.
 */
export type CheckCredential = <Result>(
  request: FastifyRequest,
  credential: string | undefined,
  verify: (credential: string) => Promise<Result | null> | Result | null,
) => Promise<Result>

/** Invalid credentials from an address do not block a valid one from there that is in use. */
export function createCheckCredential(limit: AddressLimit): CheckCredential {
  const known = new Set<string>()
  return async (request, credential = '', verify) => {
    const hash = createHash('sha256').update(credential).digest('base64')
    if (!known.has(hash)) await limit(request)
    const result = credential === '' ? null : await verify(credential)
    // Deleted in any case, so that adding it again makes it the newest entry.
    known.delete(hash)
    if (result === null) throw new Problem('unauthorized')
    known.add(hash)
    if (known.size > KNOWN_MAX) known.delete(known.values().next().value ?? '')
    return result
  }
}
