import type { Logger, PublicUrl } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { Api } from '../http/api.ts'
import { accountRoutes } from './accounts.ts'
import { auditRoutes } from './audit.ts'
import type { People } from './create-people.ts'
import { invitationRoutes } from './invitations.ts'
import { meRoutes } from './me.ts'
import { memberRoutes } from './members.ts'
import { passkeyRoutes } from './passkeys.ts'
import { profileRoutes } from './profile.ts'
import { providerLinkRoutes } from './provider-link.ts'
import { sessionRoutes } from './sessions.ts'
import type { SignInLimit } from './sign-in-limit.ts'

/** What the routes for callers need. */
export interface PeopleRoutesDeps {
  db: Repositories
  people: People
  signInLimit: SignInLimit
  publicUrl: PublicUrl
  log: Logger
}

/** Profiles, members, invitations, accounts and the audit log. */
export function peopleRoutes(app: Api, { people, ...deps }: PeopleRoutesDeps): void {
  meRoutes(app, deps)
  profileRoutes(app, { ...deps, ...people })
  sessionRoutes(app, deps)
  passkeyRoutes(app, { ...deps, ...people })
  providerLinkRoutes(app, { ...deps, ...people })
  memberRoutes(app, deps)
  invitationRoutes(app, { ...deps, ...people })
  accountRoutes(app, deps)
  auditRoutes(app, deps)
}
