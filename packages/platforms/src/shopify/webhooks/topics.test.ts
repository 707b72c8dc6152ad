import { GraphQLEnumType } from 'graphql'
import { expect, test } from 'vitest'
import { readAdminSchema } from '../api/graphql/admin-schema.ts'
import { settings } from '../settings.ts'
import { readWebhook } from './read/index.ts'
import { nameOfTopic, resourcesOf, scopeOfTopic, topicOfName, topicsFor } from './topics.ts'

const wanted = settings.parse({}).SHOPIFY_SCOPES
const all = topicsFor([...wanted, 'read_customer_merge'])

test('every topic is one that Shopify has, and needs the scope that Shopify says', () => {
  const type = readAdminSchema('2026-10').getType('WebhookSubscriptionTopic')
  if (!(type instanceof GraphQLEnumType)) throw new Error('The schema has no topics.')
  for (const topic of all) {
    const { description } = type.getValue(nameOfTopic(topic)) ?? {}
    const scopes = description?.replaceAll('\n', ' ').match(/read_\w+/g) ?? []
    const scope = scopeOfTopic(topic)
    if (scope === null) expect(scopes, topic).toEqual([])
    else expect(scopes, topic).toContain(scope)
    expect(topicOfName(nameOfTopic(topic))).toBe(topic)
  }
})

test('every topic is of use to the mirror', () => {
  const body = Buffer.from('{}')
  for (const topic of all) {
    const events = readWebhook({
      deliveryId: '1',
      topic,
      contentType: 'application/json',
      body,
      receivedAt: new Date(),
    })
    expect(events.map((event) => (event.kind === 'ignored' ? event.reason : '')).join(), topic).not.toContain('no use')
  }
})

test('nothing is subscribed to for which the app does not ask the scope', () => {
  expect(topicsFor(wanted)).not.toContain('customers/merge')
  expect(topicsFor(['write_orders'])).toContain('orders/create')
  expect(topicsFor([])).toEqual(['shop/update', 'bulk_operations/finish', 'app/uninstalled', 'app/scopes_update'])
})

test('every topic about objects says what has to be read where it was missed', () => {
  const silent = all.filter((topic) => resourcesOf(topic).length === 0)
  expect(silent).toEqual(['shop/update', 'bulk_operations/finish', 'app/uninstalled', 'app/scopes_update'])
  expect(resourcesOf('refunds/create')).toEqual(['orders'])
  expect(resourcesOf('inventory_levels/connect')).toEqual(['inventory'])
})
