import { createRouter } from '@tanstack/react-router'
import { basePath } from './api/base.ts'
import { route as account } from './screens/account/route.tsx'
import { route as activity } from './screens/activity/route.tsx'
import { route as alerts } from './screens/alerts/route.tsx'
import { route as audit } from './screens/audit/route.tsx'
import { route as claim } from './screens/claim/route.tsx'
import { route as delivery } from './screens/delivery/route.tsx'
import { route as invitation } from './screens/invitation/route.tsx'
import { route as keys } from './screens/keys/route.tsx'
import { route as newPassword } from './screens/new-password/route.tsx'
import { route as object } from './screens/object/route.tsx'
import { route as overview } from './screens/overview/route.tsx'
import { route as people } from './screens/people/route.tsx'
import { route as privacy } from './screens/privacy/route.tsx'
import { route as profile } from './screens/profile/route.tsx'
import { route as push } from './screens/pushes/push/route.tsx'
import { route as pushes } from './screens/pushes/route.tsx'
import { route as quarantine } from './screens/quarantine/route.tsx'
import { route as replay } from './screens/replay/route.tsx'
import { route as run } from './screens/run/route.tsx'
import { route as shop } from './screens/shop/route.tsx'
import { route as shops } from './screens/shops/route.tsx'
import { route as signIn } from './screens/sign-in/route.tsx'
import { FailedPage } from './shell/failed-page.tsx'
import { NotFoundPage } from './shell/not-found-page.tsx'
import { rootRoute, shellRoute } from './shell/routes.tsx'

/** Screens inside of the frame with navigation, then those without. */
const routeTree = rootRoute.addChildren([
  shellRoute.addChildren([
    claim,
    overview,
    activity,
    delivery,
    object,
    shops,
    shop,
    pushes,
    push,
    run,
    replay,
    alerts,
    privacy,
    quarantine,
    audit,
    keys,
    people,
    profile,
    account,
  ]),
  signIn,
  newPassword,
  invitation,
])

export const router = createRouter({
  routeTree,
  basepath: basePath,
  scrollRestoration: true,
  defaultErrorComponent: FailedPage,
  defaultNotFoundComponent: NotFoundPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
