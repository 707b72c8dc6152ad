import type { MemberRole } from '@shopmirror/db'

/**
 * What a route may require: see, work (syncs, pushes, pause, tests), administer (keys, people, settings, connecting and
 * disconnecting shops), own (the account itself, its owners), see and do everything in all accounts.
 */
export const permissions = ['read', 'operate', 'manage', 'own', 'operator'] as const
/** One of `permissions`. */
export type Permission = (typeof permissions)[number]

/** `none`: signed in, but a member of no account. */
export type CallerRole = MemberRole | 'operator' | 'none'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * What the route requires; `any`: only that somebody asks. Default: `read` for GET and HEAD, `operate` for the
     * others.
     */
    permission?: Permission | 'any'
  }
}

const ofRole: Record<CallerRole, readonly Permission[]> = {
  none: [],
  viewer: ['read'],
  member: ['read', 'operate'],
  admin: ['read', 'operate', 'manage'],
  owner: ['read', 'operate', 'manage', 'own'],
  operator: permissions,
}

/** What a person with this role may do. */
export function permissionsOf(role: CallerRole): ReadonlySet<Permission> {
  return new Set(ofRole[role])
}

/** What an API key may do: one of an account as much as an administrator. */
export function permissionsOfKey(role: 'member' | 'operator'): ReadonlySet<Permission> {
  return permissionsOf(role === 'member' ? 'admin' : role)
}

/** What a route requires when its `config` does not say it. */
export function defaultPermission(method: string): Permission {
  return method === 'GET' || method === 'HEAD' ? 'read' : 'operate'
}

/** `config` of a route that everybody may call who is known by a key or a session. */
export const anyCaller = { permission: 'any' } as const
