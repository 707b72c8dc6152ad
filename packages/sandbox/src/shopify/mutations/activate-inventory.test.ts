import { expect, test } from 'vitest'
import { startShop } from './test-shop.ts'

test('an item is active everywhere already, and its quantity is set by other mutations', async () => {
  const { one, ask, gid } = await startShop()
  const item = gid('InventoryItem', 'inventoryItem', 1)
  const location = gid('Location', 'location', 1)
  const activate = (key: string, more = '') => `mutation {
    inventoryActivate(inventoryItemId: "${item}", locationId: "${location}" ${more}) ${key} {
      inventoryLevel { item { id } location { id } } userErrors { field message } } }`
  const key = '@idempotent(key: "k")'
  expect(await one(activate(key))).toEqual({
    inventoryLevel: { item: { id: item }, location: { id: location } },
    userErrors: [],
  })
  expect((await one(activate(key, 'available: 5'))).userErrors).toMatchObject([{ field: ['available'] }])
  expect((await ask(activate(''))).errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }])
})
