import type { Change } from './live-events.ts'

/** Paths below `/api/v1` whose answers change with each kind, as regular expressions; `:shop` is the change's shop. */
const affected: Record<string, readonly string[]> = {
  run: ['runs', 'activity', 'overview', 'statistics', 'shops/:shop/(progress|resources)'],
  run_progress: ['runs/', 'shops/:shop/progress'],
  delivery: ['deliveries', 'activity', 'overview', 'statistics', 'subscriptions', 'shops/:shop/objects'],
  push: ['pushes', 'activity', 'overview', 'statistics', 'shops/:shop/objects'],
  alert: ['alerts', 'overview'],
  shop: ['shops$', 'shops/:shop', 'overview'],
  settings: ['shops/:shop/(settings|push-settings|progress|resources|locations)'],
  subscription: ['subscriptions', 'shops/:shop/progress'],
  installation: ['installations', 'connect-links'],
  privacy_request: ['privacy-requests'],
  quarantine: ['quarantine', 'shops/:shop/resources'],
  replay: ['replays'],
}

/** What is looked at while it moves: read again at once. Everything else is read again a little later, together. */
const moving = /^\/api\/v1\/(runs\/|pushes\/|shops\/[^/]+(\/progress)?$)/

/** How soon a query of this path is read again after the change: `never` when it is not affected. */
export function urgencyOf(path: string, { kind, shop_id }: Change): 'at-once' | 'soon' | 'never' {
  // A kind of a newer server than this page: anything may have changed.
  const patterns = affected[kind] ?? ['']
  const shop = shop_id ?? '[^/]+'
  const isAffected = patterns.some((pattern) => new RegExp(`^/api/v1/${pattern.replace(':shop', shop)}`).test(path))
  if (!isAffected) return 'never'
  return moving.test(path) ? 'at-once' : 'soon'
}
