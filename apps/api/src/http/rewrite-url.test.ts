import { expect, test } from 'vitest'
import { createUrlRewriter } from './rewrite-url.ts'

const roots = new Set(['api', 'webhooks', 'docs', 'queues'])
const rewriterAt = (prefix: string) => createUrlRewriter({ prefix, isOurs: (segment) => roots.has(segment) })

test.each([
  ['/webhooks/shopify/', '/webhooks/shopify'],
  ['//webhooks//shopify', '/webhooks/shopify'],
  ['/webhooks/shoprenter/shp_1.mac//orders/create/?x=//y/', '/webhooks/shoprenter/shp_1.mac/orders/create?x=//y/'],
  ['/api/v1/shopline/oauth/callback/?code=a%2F', '/api/v1/shopline/oauth/callback?code=a%2F'],
  ['/webhooks/shopify?a=1', '/webhooks/shopify?a=1'],
  ['/docs/', '/docs/'],
  ['/', '/'],
  ['/webhooks/', '/webhooks/'],
  ['*', '*'],
])('%s is %s', (url, path) => {
  expect(rewriterAt('')({ url })).toBe(path)
})

test.each([
  ['/mirror', '/mirror/webhooks/shopify', '/webhooks/shopify'],
  ['/mirror', '/webhooks/shopify', '/webhooks/shopify'],
  ['/mirror', '//mirror//docs/', '/docs/'],
  ['/mirror', '/mirrored/docs', '/mirrored/docs'],
  ['/mirror', '/mirror/elsewhere', '/mirror/elsewhere'],
  ['/a/b', '/a/b/api/v1/shops?limit=1', '/api/v1/shops?limit=1'],
  // The path of the public address is a word of ours, and the proxy has taken it off, or not.
  ['/api', '/api/v1/shops', '/api/v1/shops'],
  ['/api', '/api/api/v1/shops', '/api/v1/shops'],
  ['/webhooks', '/webhooks/shopify', '/webhooks/shopify'],
  ['/webhooks', '/webhooks/webhooks/shopify', '/webhooks/shopify'],
])('below %s %s is %s', (prefix, url, path) => {
  expect(rewriterAt(prefix)({ url })).toBe(path)
})
