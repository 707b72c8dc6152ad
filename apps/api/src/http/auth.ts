import type { Repositories, Role } from '@shopmirror/db'
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { CheckCredential } from './check-credential.ts'
import { Problem } from './problem.ts'

/** The account and role that an API key belongs to. */
export interface Caller {
  /** Id of the key. */
  id: string
  accountId: string
  role: Role
}

declare module 'fastify' {
  interface FastifyRequest {
    /** `null` on routes that require no key. */
    caller: Caller | null
  }
}

const KEY = /^smk_[A-Za-z0-9_-]{43}$/

/** What authentication by API key needs. */
export interface AuthDeps {
  db: Repositories
  checkCredential: CheckCredential
}

/**
 * Hook that sets `request.caller`. Throws `unauthorized` without a valid API key, `too-many-requests` beyond the limit
 * for invalid ones.
 */
export function requireCaller(deps: AuthDeps): onRequestAsyncHookHandler {
  return async (request) => {
    request.caller = await authenticate(request, bearerOf(request), deps)
  }
}

/** The token of `Authorization: Bearer`; `undefined` when there is none. */
export function bearerOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
}

/** Throws `unauthorized` or `too-many-requests`. A malformed key causes no query. */
export function authenticate(request: FastifyRequest, key: string | undefined, deps: AuthDeps): Promise<Caller> {
  const { db, checkCredential } = deps
  return checkCredential(request, key, (given) => (KEY.test(given) ? db.apiKeys.authenticate(given) : null))
}

/** Who makes the request. Throws `unauthorized` on a route without `requireCaller`. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (!caller) throw new Problem('unauthorized')
  return caller
}

/** The account whose rows a caller may see; `null` for operators, who see all. */
export function scopeOf(request: FastifyRequest): string | null {
  const { role, accountId } = callerOf(request)
  return role === 'operator' ? null : accountId
}

/** Whether the caller may see rows of this account; a scope of `null` is an operator's. */
export function isWithin(scope: string | null, accountId: string): boolean {
  return scope === null || scope === accountId
}
