import { loadPlatforms } from '@shopmirror/platforms'
import { expect, test } from 'vitest'
import { describeAlert } from './describe-alert.ts'

const shop = { domain: 'minta-bolt', missingScopes: ['order.order:read'] }
const alert = { kind: 'retryable', detail: 'sync.run: it was slow.', failures: 3 }

test('an alert names the shop, what happened and how often', () => {
  const { title, detail } = describeAlert(alert, shop)
  expect(title).toBe('minta-bolt: calls to the shop keep failing')
  expect(detail).toMatch(/^sync\.run: it was slow\. \(3 times in a row\) The next sync retries/)
})

test('a missing permission comes with its name and the link that approves it', () => {
  const platform = loadPlatforms({ SHOPRENTER_CLIENT_ID: 'our-app' }, { now: () => new Date(0) }).get('shoprenter')
  const { detail } = describeAlert({ ...alert, kind: 'missing_scope' }, shop, platform)
  expect(detail).toContain('order.order:read')
  expect(detail).toContain('https://minta-bolt.myshoprenter.hu/admin/app/our-app/approveScopes')
})

test('an unknown kind is its own title', () => {
  expect(describeAlert({ ...alert, kind: 'odd' }, shop)).toMatchObject({ title: 'minta-bolt: odd' })
})
