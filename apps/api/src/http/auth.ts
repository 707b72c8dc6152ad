import type { Repositories, Role } from '@shopmirror/db'
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { Problem } from './problem.ts'

/** Whoever an API key stands for. */
export interface Caller {
  /** Of the key. */
  id: string
  accountId: string
  role: Role
}

declare module 'fastify' {
  interface FastifyRequest {
    /** `null` where a route asks for no key. */
    caller: Caller | null
  }
}

const KEY = /^smk_[A-Za-z0-9_-]{43}$/

export function requireCaller(db: Repositories): onRequestAsyncHookHandler {
  return async (request) => {
    const [, key] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    request.caller = await authenticate(key, db)
  }
}

/** Throws the 401; a key that cannot be one costs no statement. */
export async function authenticate(key: string | undefined, db: Repositories): Promise<Caller> {
  const caller = key !== undefined && KEY.test(key) ? await db.apiKeys.authenticate(key) : null
  if (!caller) throw new Problem('unauthorized')
  return caller
}

export function callerOf({ caller }: FastifyRequest): Caller {
  if (!caller) throw new Problem('unauthorized')
  return caller
}

/** The account whose rows a caller may see; `null` for operators, who see all. */
export function scopeOf(request: FastifyRequest): string | null {
  const { role, accountId } = callerOf(request)
  return role === 'operator' ? null : accountId
}

export function isWithin(scope: string | null, accountId: string): boolean {
  return scope === null || scope === accountId
}
