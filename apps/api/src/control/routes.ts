import type { Api } from '../http/api.ts'
import { type AuthDeps, requireCaller } from '../http/auth.ts'
import type { RedirectUrls } from '../ingress/redirect-urls.ts'
import type { Live } from '../live/create-live.ts'
import { liveRoutes } from '../live/routes.ts'
import { type PeopleRoutesDeps, peopleRoutes } from '../people/routes.ts'
import { activityRoutes } from './activity.ts'
import { alertRoutes } from './alerts.ts'
import { type ConnectLinkDeps, connectLinkRoutes } from './connect-links.ts'
import { deliveryRoutes } from './deliveries.ts'
import { erasureRoutes } from './erasures.ts'
import { installationRoutes } from './installations.ts'
import { keyRoutes } from './keys.ts'
import { platformRoutes } from './platforms.ts'
import { privacyRequestRoutes } from './privacy-requests.ts'
import { pushRoutes } from './pushes/routes.ts'
import { quarantineRoutes } from './quarantine.ts'
import { replayRoutes } from './replays.ts'
import { runRoutes } from './runs.ts'
import { settingsRoutes } from './settings.ts'
import { shopPageRoutes } from './shop-page/routes.ts'
import { shopRoutes } from './shops.ts'
import { statisticsRoutes } from './statistics.ts'
import { subscriptionRoutes } from './subscriptions.ts'
import { syncRoutes } from './syncs.ts'

/** What every control route may need. */
type ControlRoutesDeps = ConnectLinkDeps & PeopleRoutesDeps & AuthDeps & { places: RedirectUrls; live: Live }

/** All routes that require a caller: an API key, or a person who is signed in. */
export function controlRoutes(app: Api, deps: ControlRoutesDeps): void {
  app.addHook('onRequest', requireCaller(deps))
  platformRoutes(app, deps)
  shopRoutes(app, deps)
  shopPageRoutes(app, deps)
  settingsRoutes(app, deps)
  syncRoutes(app, deps)
  runRoutes(app, deps)
  pushRoutes(app, deps)
  quarantineRoutes(app, deps)
  deliveryRoutes(app, deps)
  activityRoutes(app, deps)
  statisticsRoutes(app, deps)
  replayRoutes(app, deps)
  subscriptionRoutes(app, deps)
  installationRoutes(app, deps)
  connectLinkRoutes(app, deps)
  alertRoutes(app, deps)
  erasureRoutes(app, deps)
  privacyRequestRoutes(app, deps)
  keyRoutes(app, deps)
  liveRoutes(app, deps.live)
  peopleRoutes(app, deps)
}
