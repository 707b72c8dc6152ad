import { text } from '../../api/wire.ts'
import type { Facts } from '../../read/profile.ts'
import { statusName } from '../../read/profile.ts'
import type { WriteContext } from '../write-batch.ts'
import type { Refused } from '../write-one.ts'

const STORNO_SETTING = 'storno_order_status_id'

/** A status that the shop has, or why there is none. */
export type Status = { id: string } | Refused

/** A status of the shop by its id, or by its name in any of the shop's languages; merchants define and rename them. */
export async function findStatus(wanted: string, context: WriteContext): Promise<Status> {
  const known = statusIn((await context.mapping()).facts, wanted)
  if (known) return known
  await context.refreshStatuses()
  const { facts } = await context.mapping()
  return statusIn(facts, wanted) ?? unknownStatus(`The shop has no order status ${JSON.stringify(wanted)}`, facts)
}

/** The status that the shop's settings name for cancelled orders. They hold its number, statuses have ids that contain it. */
export async function findStornoStatus(context: WriteContext): Promise<Status> {
  const settings = await context.readAll('settings', { key: STORNO_SETTING })
  const number = text(settings.find(({ key }) => text(key) === STORNO_SETTING)?.value)
  if (number === null)
    return {
      ...{ kind: 'refused', code: 'no_storno_status' },
      message: 'The shop has no status for cancelled orders. Set one in its settings, or use order.set_status.',
    }
  const id = Buffer.from(`orderStatus-order_status_id=${number}`).toString('base64')
  const found = await findStatus(id, context)
  return 'id' in found ? found : findStatus(number, context)
}

function statusIn({ orderStatuses }: Facts, wanted: string): { id: string } | null {
  const name = wanted.toLowerCase()
  const [id] =
    Object.entries(orderStatuses).find(([id]) => id === wanted) ??
    Object.entries(orderStatuses).find(([, names]) =>
      Object.values(names).some((each) => each.toLowerCase() === name),
    ) ??
    []
  return id === undefined ? null : { id }
}

function unknownStatus(message: string, facts: Facts): Refused {
  const names = Object.keys(facts.orderStatuses).map((id) => statusName(facts, id) ?? id)
  return { kind: 'refused', code: 'unknown_status', message: `${message}. Choose from ${names.join(', ')}, or an id.` }
}
