import type { Api } from '../http/api.ts'
import { requireSameOrigin } from '../http/same-origin.ts'
import { acceptInvitationRoutes } from './accept-invitation.ts'
import type { OpenDeps } from './deps.ts'
import { oidcRoutes } from './oidc-sign-in.ts'
import { operatorLinkRoute } from './operator-link.ts'
import { passkeySignInRoutes } from './passkey-sign-in.ts'
import { passwordResetRoutes } from './password-reset.ts'
import { signInRoutes } from './sign-in.ts'

/** `/api/v1/auth`: routes for people who are not signed in yet. Only pages of ours may call them. */
export function openPeopleRoutes(app: Api, deps: OpenDeps): void {
  app.addHook('onRequest', async (request) => requireSameOrigin(request, { publicUrl: deps.publicUrl, strict: true }))
  signInRoutes(app, deps)
  passkeySignInRoutes(app, deps)
  oidcRoutes(app, deps)
  operatorLinkRoute(app, deps)
  acceptInvitationRoutes(app, deps)
  passwordResetRoutes(app, deps)
}
