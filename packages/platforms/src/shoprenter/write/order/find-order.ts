import { isMissing, nameOf, refused } from '../../api/api.ts'
import { idOf, list, object, text, unwrap, type Wire } from '../../api/wire.ts'
import { pageQuery, readFrom } from '../../read/read-all.ts'
import type { WriteContext } from '../write-batch.ts'

/** Both parts are required; marketplaces use them for their own order numbers. */
const PREFIX = 'SHOPMIRROR'
/** Clocks differ, and it is not documented whether filters include their bounds. */
const OVERLAP_MS = 15 * 60_000
/** How far back an order is looked for when neither its e-mail address nor the time is known. */
const LOOK_BACK_MS = 7 * 24 * 3_600_000

const PATH = 'orderExtend'

/** Written into a new order, it finds that order again. https://doc.shoprenter.hu/api/order.html */
export function externalInfo(pushId: string) {
  return { partner_order_id: pushId, partner_prefix: PREFIX }
}

interface Wanted {
  pushId: string
  email: string | undefined
  /** When it was first sent. */
  since?: Date | undefined
}

/**
 * The order that a push created, also one that is not finished. The format of the filter is not documented, and a filter
 * that the platform does not understand may be ignored: every hit is compared, and what it does not find is looked for
 * among the orders of the e-mail address and the time.
 */
export async function findOrder(wanted: Wanted, context: WriteContext): Promise<Wire | null> {
  return (await findByFilter(wanted.pushId, context)) ?? (await findByTime(wanted, context))
}

async function findByFilter(pushId: string, { api }: WriteContext): Promise<Wire | null> {
  const answer = await api.request(PATH, { query: pageQuery({ externalInfo: pushId }, 0) })
  return answer.status < 300 ? choose(list(unwrap(answer.value).items), pushId) : null
}

async function findByTime({ pushId, email, since }: Wanted, { api, mapping, now }: WriteContext): Promise<Wire | null> {
  const until = new Date(now().getTime() + OVERLAP_MS)
  const from = since ? since.getTime() - OVERLAP_MS : now().getTime() - LOOK_BACK_MS
  const { zone } = await mapping()
  const window = zone.window(new Date(from), until)
  const bounds: Record<string, string> = since || !email ? { createdAtMin: window.from, createdAtMax: window.to } : {}
  const query: Record<string, string> = { ...(email && { email }), ...bounds }
  return choose(await readFrom(api, { path: PATH, query, page: 0 }), pushId)
}

/** A finished one before others. */
function choose(orders: readonly Wire[], pushId: string): Wire | null {
  const ours = orders.filter((order) => text(object(order.externalInfo).partner_order_id) === pushId)
  return ours.find(isFinished) ?? ours[0] ?? null
}

/** An order without a status is not shown to anybody. */
export function isFinished(order: Wire): boolean {
  return idOf(order.orderStatus) !== null
}

/** `null`: there is no such order. */
export async function readOrder(id: string, { api }: Pick<WriteContext, 'api'>): Promise<Wire | null> {
  const answer = await api.request(`${PATH}/${encodeURIComponent(id)}`)
  if (isMissing(answer)) return null
  if (answer.status >= 400) throw refused(nameOf('GET', PATH), answer)
  return unwrap(answer.value)
}
