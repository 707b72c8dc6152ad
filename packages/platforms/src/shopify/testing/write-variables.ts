import { ids } from '@shopmirror/sandbox/shopify/testing'

/** Scopes that the kinds of pushes need. */
export const WRITE_SCOPES = ['write_inventory', 'write_orders']

const gid = (type: string, number: string) => `gid://shopify/${type}/${number}`

/** With what each mutation, and what is read around it, can be asked. */
export function writeVariables(): Record<string, Record<string, unknown>> {
  const level = {
    inventoryItemId: gid('InventoryItem', ids.inventoryItem(1)),
    locationId: gid('Location', ids.location(1)),
  }
  const stock = { name: 'available', reason: 'correction' }
  const price = { shopMoney: { amount: '1', currencyCode: 'HUF' } }
  const namespace = '$app'
  return {
    AdjustInventory: { key: 'two', input: { ...stock, changes: [{ ...level, delta: 1, changeFromQuantity: null }] } },
    CreateOrder: { order: { lineItems: [{ title: 'A', quantity: 1, priceSet: price }] }, options: {} },
    DefineCustomId: { definition: { namespace, ownerType: 'ORDER', key: 'push', name: 'Push', type: 'id' } },
    OrderByCustomId: { identifier: { id: gid('Order', ids.order(3)) } },
    SetInventory: {
      key: 'one',
      input: { ...stock, quantities: [{ ...level, quantity: 1, changeFromQuantity: null }] },
    },
  }
}
