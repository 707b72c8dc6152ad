import { expect, test } from 'vitest'
import { startOpenApi } from './test-open-api.ts'

const address = 'https://app.example.com/hook'

test('webhooks are created, listed, changed and removed, and the service finds the subscribers', async () => {
  await using openApi = await startOpenApi()
  const wanted = { address, topics: ['order/create', 'order/update'] }
  const made = (await openApi.call('webhooks', { method: 'POST', body: wanted })).json()
  expect(made).toMatchObject({ ...wanted, format: 'json', status: 'active', webhook_version: 'v0' })
  expect([made.merchant_id, made.id.length]).toEqual([openApi.merchantId, 24])
  await openApi.call('webhooks', { method: 'POST', body: { address, topics: ['stock/update'] } })

  const { items, pagination } = (await openApi.call('webhooks?page=2&per_page=1')).json()
  expect([items, pagination.total_count]).toEqual([[made], 2])
  expect((await openApi.call(`webhooks/${made.id}`)).json()).toEqual(made)
  const { hooks } = openApi.shop
  expect(hooks.active('order/create').map(({ id }) => id)).toEqual([made.id])

  await openApi.call(`webhooks/${made.id}`, { method: 'PUT', body: { topics: ['product/update'] } })
  expect(hooks.active('order/create')).toEqual([])
  expect(hooks.active('product/update')).toMatchObject([{ id: made.id, address }])
  expect((await openApi.call(`webhooks/${made.id}`, { method: 'DELETE' })).status).toBe(200)
  expect((await openApi.call(`webhooks/${made.id}`)).status).toBe(404)
  expect(hooks.list()).toHaveLength(1)
})

test.each([
  ['no address', { topics: ['order/create'] }],
  ['no URL', { address: 'somewhere', topics: ['order/create'] }],
  ['no topics', { address, topics: [] }],
  ['something that is no topic', { address, topics: ['orders'] }],
])('a webhook with %s is refused', async (_what, body) => {
  await using openApi = await startOpenApi()
  expect((await openApi.call('webhooks', { method: 'POST', body })).status).toBe(422)
  expect(openApi.shop.hooks.list()).toEqual([])
})
