import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { AddressLimit } from './address-limit.ts'
import { Problem } from './problem.ts'

/** Credentials of one process that were right lately, as hashes: under 2 MB. */
const KNOWN_MAX = 10_000

/**
 * Answers what `verify` says about a credential, or throws the 401 (`null`: it is wrong). One that has not been right
 * lately counts against its address before `verify` is asked, and beyond the limit is answered 429 whether right or wrong.
 */
export type CheckCredential = <Result>(
  request: FastifyRequest,
  credential: string | undefined,
  verify: (credential: string) => Promise<Result | null> | Result | null,
) => Promise<Result>

/** Wrong ones from an address do not shut out a right one from there that is in use. */
export function createCheckCredential(limit: AddressLimit): CheckCredential {
  const known = new Set<string>()
  return async (request, credential = '', verify) => {
    const hash = createHash('sha256').update(credential).digest('base64')
    if (!known.has(hash)) await limit(request)
    const result = credential === '' ? null : await verify(credential)
    // Deleted in either case: what is added again is the newest.
    known.delete(hash)
    if (result === null) throw new Problem('unauthorized')
    known.add(hash)
    if (known.size > KNOWN_MAX) known.delete(known.values().next().value ?? '')
    return result
  }
}
