/** Groups of routes in `/openapi.json`. */
export const controlTags = {
  Shops: 'Connected shops and what is mirrored of them.',
  Install: 'How shops become connected.',
  Syncs: 'Runs that read a shop.',
  Webhooks: 'What shops send, and what they were asked to send.',
  Operations: 'Alerts, evidence, outside schedules.',
  Keys: 'API keys.',
} as const

export const FROM_PLATFORMS = 'Platforms'
export const FROM_BROWSERS = 'Browsers'

/** Groups of routes in `/openapi-ingress.json`: no client of ours calls them. */
export const ingressTags = {
  [FROM_PLATFORMS]: 'Signed calls of platforms’ servers.',
  [FROM_BROWSERS]: 'Where platforms send the browsers of merchants.',
} as const

/** Whether a route is called by platforms or by merchants' browsers, not by API clients. */
export function isIngress(tags: readonly string[] = []): boolean {
  return tags.some((tag) => tag in ingressTags)
}
