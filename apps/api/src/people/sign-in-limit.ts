import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { type AttemptLimit, addressOf } from '../http/address-limit.ts'

const MINUTE_MS = 60_000
/** Attempts to sign in from one address, for any person. */
const PER_ADDRESS = { max: 20, windowMs: MINUTE_MS }
/** Attempts for one person from one address. */
const PER_PERSON_AND_ADDRESS = { max: 8, windowMs: 5 * MINUTE_MS }
/** Attempts for one person from everywhere: more than anybody needs, far fewer than guessing needs. */
const PER_PERSON = { max: 100, windowMs: 60 * MINUTE_MS }
/** Mails for a new password to one person. */
const RESETS_PER_PERSON = { max: 5, windowMs: 60 * MINUTE_MS }

/** Counts one attempt to sign in. Throws `too-many-requests`, whether the person exists or not. */
export type SignInLimit = (request: Pick<FastifyRequest, 'ip'>, email?: string) => Promise<void>

/** Counts one request for a new password. Throws `too-many-requests`, whether the person exists or not. */
export type ResetLimit = (email: string) => Promise<void>

/** The address is counted first, so that one address cannot use up a person's attempts from everywhere. */
export function createSignInLimit(limit: AttemptLimit): SignInLimit {
  return async ({ ip }, email) => {
    const address = addressOf(ip)
    await limit(`sign-in:${address}`, PER_ADDRESS)
    if (email === undefined) return
    const person = hashOf(email)
    await limit(`sign-in:${address}:${person}`, PER_PERSON_AND_ADDRESS)
    await limit(`sign-in:${person}`, PER_PERSON)
  }
}

export function createResetLimit(limit: AttemptLimit): ResetLimit {
  return (email) => limit(`password-reset:${hashOf(email)}`, RESETS_PER_PERSON)
}

function hashOf(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url')
}
