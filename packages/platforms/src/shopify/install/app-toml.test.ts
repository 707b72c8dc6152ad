import { expect, test } from 'vitest'
import { renderAppToml } from './app-toml.ts'

test('all topics lead to the one address, those of privacy among them', () => {
  const publicUrl = new URL('https://mirror.example.com/base/')
  expect(renderAppToml({ publicUrl, apiVersion: '2026-10', topics: ['orders/create', 'app/uninstalled'] })).toBe(
    `[webhooks]
api_version = "2026-10"

[[webhooks.subscriptions]]
topics = [
  "orders/create",
  "app/uninstalled",
]
uri = "https://mirror.example.com/base/webhooks/shopify"

[[webhooks.subscriptions]]
compliance_topics = [
  "customers/data_request",
  "customers/redact",
  "shop/redact",
]
uri = "https://mirror.example.com/base/webhooks/shopify"
`,
  )
})
