import type { KindWrites, WriteCapability } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf } from '../api/gid.ts'
import { updateOrder } from '../api/graphql/documents.ts'
import { checkTags } from './check-tags.ts'
import { editLines, readDifferences } from './edit-lines.ts'
import { oneByOne } from './one-by-one.ts'
import { orderValues } from './order-values.ts'
import { readOrderValues } from './read-order-values.ts'
import { refuse } from './refusal.ts'

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderUpdate */
export const updateOrderCapability: WriteCapability<'order.update'> = {
  // Values are absolute, and lines are compared before they are edited.
  class: 'repeatable',
  changesPerCall: 1,
  fields: ['note', 'tags', 'attributes', 'email', 'phone', 'shipping_address', 'lines'],
  scopes: ['write_orders', 'write_order_edits'],
  check: ({ payload }) => checkTags(payload.tags),
}

export function createOrderUpdates(context: ClientContext): KindWrites<'order.update'> {
  return {
    objectOf: ({ target }) => ({ resource: 'orders', externalId: target.id }),
    readBack: (changes) => Promise.all(changes.map((change) => readBack(change, context))),
    send: oneByOne(async (change, steps) => {
      const input = orderValues(gidOf('Order', change.target.id), change.payload)
      if (input) {
        const { orderUpdate } = await steps.carryOut(context.api.mutate(updateOrder, { input }))
        const errors = orderUpdate?.userErrors ?? []
        if (errors.length > 0) return refuse(errors, 'orderUpdate')
      }
      return change.payload.lines ? editLines(change, steps, context) : { kind: 'done' }
    }),
  }
}

type Updates = KindWrites<'order.update'>

async function readBack(change: Parameters<Updates['objectOf']>[0], context: ClientContext) {
  const values = await readOrderValues(change, context)
  const lines = change.payload.lines ? await readDifferences(change, context) : []
  const differs = lines === null || lines.length > 0
  return { isAsWanted: values.isAsWanted && !differs, actual: values.actual }
}
