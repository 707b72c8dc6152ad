import type { Json } from '../../../contract/mirror-rows.ts'
import type { PushKind } from '../../../contract/push-kinds.ts'
import type { Change, KindWrites, ReadBack, WriteOutcome } from '../../../contract/writes.ts'
import { idOf, text } from '../../api/wire.ts'
import { inTurn } from '../in-turn.ts'
import type { WriteContext } from '../write-batch.ts'
import { type Refused, writeOne } from '../write-one.ts'
import { isFinished, readOrder } from './find-order.ts'

type OrderChangeKind = Extract<PushKind, 'order.update' | 'order.set_status' | 'order.cancel'>

/** The fields of the order that a change sets. */
type FieldsOf<Kind extends OrderChangeKind> = (
  change: Change<Kind>,
) => Promise<{ kind: 'fields'; fields: Record<string, Json> } | Refused>

/** Changes of one order by one request. A repeat looks first: a status that is set again may send the customer a second mail. */
export function createOrderChangeWrites<Kind extends OrderChangeKind>(
  fieldsOf: FieldsOf<Kind>,
  context: WriteContext,
): KindWrites<Kind> {
  const readBack = async (change: Change<Kind>): Promise<ReadBack> => {
    const [order, wanted] = [await readOrder(change.target.id, context), await fieldsOf(change)]
    if (!order || !isFinished(order) || wanted.kind === 'refused') return { isAsWanted: false, actual: null }
    const entries = Object.entries(wanted.fields)
    return {
      isAsWanted: entries.every(([field, value]) => comparable(order[field]) === comparable(value)),
      actual: Object.fromEntries(entries.map(([field]) => [field, comparable(order[field])])),
    }
  }
  const send = async (change: Change<Kind>, isRepeat: boolean): Promise<WriteOutcome> => {
    if (isRepeat && (await readBack(change)).isAsWanted) return { kind: 'done' }
    const wanted = await fieldsOf(change)
    if (wanted.kind === 'refused') return wanted
    const path = `orders/${encodeURIComponent(change.target.id)}`
    const answer = await writeOne(context.api, path, { method: 'PUT', body: wanted.fields })
    return answer.kind === 'done' ? { kind: 'done' } : answer
  }
  return {
    objectOf: ({ target }) => ({ resource: 'orders', externalId: target.id }),
    send: ({ changes, repeat }) => inTurn(changes, (change) => send(change, repeat !== undefined)),
    readBack: (changes) => inTurn(changes, readBack),
  }
}

/** References by their ids; the platform writes what is empty in several ways. */
function comparable(value: Json | undefined): string {
  return idOf(value) ?? text(value) ?? ''
}
