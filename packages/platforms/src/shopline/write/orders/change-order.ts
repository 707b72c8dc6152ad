import type { PushKind } from '../../../contract/push-kinds.ts'
import type { Change, ExistingTarget, KindWrites } from '../../../contract/writes.ts'
import { carryOut, type Part, reader } from '../carry-out.ts'
import { oneByOne } from '../one-by-one.ts'
import type { WriteContext } from '../write-context.ts'
import { type OrderAt, pathOf } from './order-parts.ts'

type OrderKind = Extract<PushKind, `order.${string}`>

interface OrderWrite<Kind extends OrderKind> {
  /** What the change consists of. `since`: when it was first sent. */
  parts(change: Change<Kind>, order: OrderAt, since: Date): readonly Part[] | Promise<readonly Part[]>
  /** The first attempt, too, changes only what is not as wanted. */
  readsFirst?: boolean
}

/** Writes of a kind that changes one order. */
export function createOrderChanges<Kind extends Exclude<OrderKind, 'order.create'>>(
  { parts, readsFirst = false }: OrderWrite<Kind>,
  { api, now }: WriteContext,
): KindWrites<Kind> {
  const idOf = ({ target }: Change<Kind>) => (target as ExistingTarget).id
  const partsOf = (change: Change<Kind>, since: Date) => parts(change, { api, id: idOf(change) }, since)
  return oneByOne<Kind>({
    objectOf: (change) => ({ resource: 'orders', externalId: idOf(change) }),
    async send(change, repeat) {
      const read = reader(api, pathOf(idOf(change)))
      const found = readsFirst ? await read() : null
      if (found?.kind === 'refused') return found
      const wanted = await partsOf(change, repeat?.firstSentAt ?? now())
      return carryOut(wanted, { read, now, repeat, ...(found && { known: found.object }) })
    },
    async readBack(change, firstSentAt) {
      const found = await reader(api, pathOf(idOf(change)))()
      if (found.kind === 'refused') return { isAsWanted: false, actual: null }
      const wanted = await partsOf(change, firstSentAt ?? new Date(0))
      return { isAsWanted: wanted.every((part) => part.isIn(found.object)), actual: found.object.status ?? null }
    },
  })
}
