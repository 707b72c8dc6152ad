/** Groups of routes in `/openapi.json`. */
export const controlTags = {
  Shops: 'Connected shops and what is mirrored of them.',
  Install: 'Connecting shops.',
  Syncs: 'Runs that read a shop.',
  Pushes: 'Changes that are sent to shops.',
  Activity: 'What happened, and how everything is.',
  Webhooks: 'Received deliveries, and subscriptions.',
  Live: 'Changes as they happen.',
  Operations: 'Alerts, erasures, privacy requests, external schedules.',
  Keys: 'API keys.',
  People: 'People, their roles and invitations, and what they did.',
  'Sign-in': 'Signing in and out, and the own profile.',
} as const

/** Tag of routes that the platforms' servers call. */
export const FROM_PLATFORMS = 'Platforms'
/** Tag of routes that the browsers of merchants open. */
export const FROM_BROWSERS = 'Browsers'

/** Groups of routes in `/openapi-ingress.json`. API clients do not call them. */
export const ingressTags = {
  [FROM_PLATFORMS]: 'Signed calls of platforms’ servers.',
  [FROM_BROWSERS]: 'Addresses to which platforms redirect the browsers of merchants.',
} as const

/** Whether a route is called by platforms or by merchants' browsers, not by API clients. */
export function isIngress(tags: readonly string[] = []): boolean {
  return tags.some((tag) => tag in ingressTags)
}
