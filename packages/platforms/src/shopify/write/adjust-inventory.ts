import type { Change, KindWrites, WriteCall, WriteCapability } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf } from '../api/gid.ts'
import { adjustInventory } from '../api/graphql/documents.ts'
import { inventoryCapability } from './set-inventory.ts'
import { levelOf, readAvailable, toOutcomes } from './stock-outcomes.ts'

type StockChange = Change<'inventory.adjust'>

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventoryAdjustQuantities */
export const adjustCapability: WriteCapability<'inventory.adjust'> = {
  class: 'repeatable_with_key',
  changesPerCall: 250,
  cost: { unit: 'points', perCall: adjustInventory.cost },
  fields: ['delta', 'location', 'expected'],
  scopes: inventoryCapability.scopes,
  compare: 'atomic',
  ...(inventoryCapability.keyLifeMs !== undefined && { keyLifeMs: inventoryCapability.keyLifeMs }),
}

/** Changes `available` by a number of units. One refused row refuses the whole call. */
export function createAdjustWrites(context: ClientContext): KindWrites<'inventory.adjust'> {
  const readBack = async (changes: readonly StockChange[]) => {
    const levels = await readAvailable(changes, context)
    return changes.map(({ payload: { delta, expected } }, index) => {
      const actual = levels[index] ?? null
      // Without `expected` nobody knows what there was before.
      return { isAsWanted: expected !== undefined && actual === expected + delta, actual }
    })
  }
  return {
    readBack,
    objectOf: ({ target }) => ({ resource: 'inventory', externalId: levelOf(target) }),
    async send(call) {
      const answer = await context.api.mutate(adjustInventory, { input: inputOf(call), key: call.key })
      if (answer.kind === 'unknown') return call.changes.map(() => answer)
      const errors = answer.value.inventoryAdjustQuantities?.userErrors ?? []
      return errors.length === 0 ? call.changes.map(() => ({ kind: 'done' })) : toOutcomes(call, errors, readBack)
    },
  }
}

function inputOf({ key, changes }: WriteCall<'inventory.adjust'>) {
  return {
    name: 'available',
    reason: 'correction',
    // Shown in the stock history of the shop's admin.
    referenceDocumentUri: `gid://shopmirror/Push/${key}`,
    changes: changes.map(({ target, payload }) => ({
      inventoryItemId: gidOf('InventoryItem', target.inventoryItemId ?? ''),
      locationId: gidOf('Location', target.locationId),
      delta: payload.delta,
      // Has to be there: `null` compares nothing.
      changeFromQuantity: payload.expected ?? null,
    })),
  }
}
