import type { Api } from '../../http/api.ts'
import type { ControlDeps } from '../deps.ts'
import { pushActionRoutes } from './actions.ts'
import { capabilityRoutes } from './capabilities.ts'
import { createPushesRoute } from './create.ts'
import { linkRoutes } from './links.ts'
import { pushListRoutes } from './list.ts'
import { objectSwitchRoutes } from './object-switches.ts'
import { pushSettingsRoutes } from './settings.ts'

/** Routes of pushes: accept, list and control them, capabilities of a shop, links, push settings, switches of objects. */
export function pushRoutes(app: Api, deps: ControlDeps): void {
  createPushesRoute(app, deps)
  pushListRoutes(app, deps)
  pushActionRoutes(app, deps)
  pushSettingsRoutes(app, deps)
  capabilityRoutes(app, deps)
  linkRoutes(app, deps)
  objectSwitchRoutes(app, deps)
}
