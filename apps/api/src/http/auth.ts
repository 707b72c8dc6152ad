import type { PublicUrl } from '@shopmirror/config'
import type { MemberRole, Repositories } from '@shopmirror/db'
import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { CheckCredential } from './check-credential.ts'
import type { Language } from './languages.ts'
import { type CallerRole, defaultPermission, type Permission, permissionsOf, permissionsOfKey } from './permissions.ts'
import { Problem } from './problem.ts'
import { requireSameOrigin } from './same-origin.ts'

/** Who makes a request: an API key, or a person who is signed in. */
export interface Caller {
  /** Id of the key or of the person. */
  id: string
  kind: 'key' | 'person'
  /** The key's account, or the one that the person has selected; empty when they belong to none. */
  accountId: string
  /** A key has `member` or `operator`. */
  role: CallerRole
  permissions: ReadonlySet<Permission>
  /** `null` for a key. */
  person: Person | null
}

/** A person who is signed in. */
export interface Person {
  id: string
  sessionId: string
  name: string
  email: string
  /** `en`, `hu` or `de`; `null`: the browser's. */
  language: Language | null
}

declare module 'fastify' {
  interface FastifyRequest {
    /** `null` on routes that nobody needs to be known for. */
    caller: Caller | null
  }
}

/** What a session says: the person, and their role in the account that they have selected. */
export interface SignedIn {
  person: Person
  accountId: string | null
  role: MemberRole | 'operator' | 'none'
}

/** Reads sessions. Built by `people/`, which alone knows how a session is made. */
export interface SignIns {
  /** The value of the session's cookie; `undefined` when there is none. */
  cookieOf(request: Pick<FastifyRequest, 'headers'>): string | undefined
  /** `null` when the session has ended. May prolong it, which sets its cookie in the reply. */
  find(request: FastifyRequest, reply: FastifyReply): Promise<SignedIn | null>
}

const KEY = /^smk_[A-Za-z0-9_-]{43}$/

/** What finding out who asks needs. */
export interface AuthDeps {
  db: Repositories
  checkCredential: CheckCredential
  signIns: SignIns
  publicUrl: PublicUrl
}

/**
 * Hook that sets `request.caller`. Throws `unauthorized` without a valid API key or session, `forbidden` without the
 * route's permission, `too-many-requests` beyond the limit for invalid credentials.
 */
export function requireCaller(deps: AuthDeps): onRequestAsyncHookHandler {
  return async (request, reply) => {
    request.caller = await whoIsAsking(request, reply, deps)
    const { permission = defaultPermission(request.method) } = request.routeOptions.config
    if (permission !== 'any') requirePermission(request.caller, permission)
  }
}

/** Throws `forbidden`; `no-account` for a person who belongs to no account. */
export function requirePermission({ permissions, accountId }: Caller, permission: Permission): void {
  if (accountId === '') throw new Problem('no-account')
  if (!permissions.has(permission)) throw new Problem('forbidden')
}

/** By API key if one is given, else by the session's cookie, whose changes must come from our own pages. */
export async function whoIsAsking(request: FastifyRequest, reply: FastifyReply, deps: AuthDeps): Promise<Caller> {
  const { authorization } = request.headers
  const cookie = authorization === undefined ? deps.signIns.cookieOf(request) : undefined
  if (cookie === undefined) return authenticate(request, bearerOf(request), deps)
  requireSameOrigin(request, { publicUrl: deps.publicUrl, strict: true })
  return toCaller(await deps.checkCredential(request, cookie, () => deps.signIns.find(request, reply)))
}

function toCaller({ person, accountId, role }: SignedIn): Caller {
  const permissions = permissionsOf(role)
  return { id: person.id, kind: 'person', accountId: accountId ?? '', role, permissions, person }
}

/** The token of `Authorization: Bearer`; `undefined` when there is none. */
export function bearerOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
}

/** The caller of an API key. Throws `unauthorized` or `too-many-requests`. A malformed key causes no query. */
export async function authenticate(
  request: FastifyRequest,
  key: string | undefined,
  { db, checkCredential }: Pick<AuthDeps, 'db' | 'checkCredential'>,
): Promise<Caller> {
  const verify = (given: string) => (KEY.test(given) ? db.apiKeys.authenticate(given) : null)
  const found = await checkCredential(request, key, verify)
  return { ...found, kind: 'key', permissions: permissionsOfKey(found.role), person: null }
}

/** Who makes the request. Throws `unauthorized` on a route without `requireCaller`. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (!caller) throw new Problem('unauthorized')
  return caller
}

/** The person who makes the request. Throws `people-only` for an API key. */
export function personOf(request: FastifyRequest): Person {
  const { person } = callerOf(request)
  if (!person) throw new Problem('people-only')
  return person
}

/** Whether the caller has the permission, for what a route does only for some. */
export function may(request: FastifyRequest, permission: Permission): boolean {
  return callerOf(request).permissions.has(permission)
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
