import type { Change, KindWrites, WriteCall, WriteCapability } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf } from '../api/gid.ts'
import { setInventory } from '../api/graphql/documents.ts'
import { levelOf, readAvailable, toOutcomes } from './stock-outcomes.ts'

type StockChange = Change<'inventory.set'>

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventorySetQuantities */
export const inventoryCapability: WriteCapability<'inventory.set'> = {
  class: 'repeatable_with_key',
  changesPerCall: 250,
  cost: { unit: 'points', perCall: setInventory.cost },
  fields: ['quantity', 'location', 'expected'],
  quantity: { min: -1_000_000_000, max: 1_000_000_000 },
  scopes: ['write_inventory'],
  compare: 'atomic',
  // The platform is said to remember keys for 24 hours; some are left for clocks and queues.
  keyLifeMs: 20 * 3_600_000,
}

/** Sets `available`; the platform moves what is on hand along. One refused row refuses the whole call. */
export function createInventoryWrites(context: ClientContext): KindWrites<'inventory.set'> {
  const readBack = async (changes: readonly StockChange[]) => {
    const levels = await readAvailable(changes, context)
    return changes.map(({ payload }, index) => {
      const actual = levels[index] ?? null
      return { isAsWanted: actual === payload.quantity, actual }
    })
  }
  return {
    readBack,
    objectOf: ({ target }) => ({ resource: 'inventory', externalId: levelOf(target) }),
    async send(call) {
      const answer = await context.api.mutate(setInventory, { input: inputOf(call), key: call.key })
      if (answer.kind === 'unknown') return call.changes.map(() => answer)
      const errors = answer.value.inventorySetQuantities?.userErrors ?? []
      return errors.length === 0 ? call.changes.map(() => ({ kind: 'done' })) : toOutcomes(call, errors, readBack)
    },
  }
}

function inputOf({ key, changes }: WriteCall<'inventory.set'>) {
  return {
    name: 'available',
    reason: 'correction',
    // Shown in the stock history of the shop's admin.
    referenceDocumentUri: `gid://shopmirror/Push/${key}`,
    quantities: changes.map(({ target, payload }) => ({
      inventoryItemId: gidOf('InventoryItem', target.inventoryItemId ?? ''),
      locationId: gidOf('Location', target.locationId),
      quantity: payload.quantity,
      // Has to be there: `null` compares nothing.
      changeFromQuantity: payload.expected ?? null,
    })),
  }
}
