import type { Change, WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf, numberOf } from '../api/gid.ts'
import {
  addOrderLine,
  type BeginOrderEditMutation,
  beginOrderEdit,
  commitOrderEdit,
  orderQuantities,
  setOrderLine,
} from '../api/graphql/documents.ts'
import type { Steps } from './one-by-one.ts'
import { errorsOf, refuse } from './refusal.ts'

type OrderUpdate = Change<'order.update'>
type Session = NonNullable<NonNullable<BeginOrderEditMutation['orderEditBegin']>['calculatedOrder']>

interface Line {
  id: string
  variantId: string | null
  quantity: number
}

interface Difference {
  variantId: string
  quantity: number
  /** Lines of the order that have the variant. */
  lines: readonly Line[]
}

/**
 * Changes quantities in an edit session, the only way there is. Nothing counts before the commit, and one that was carried
 * out is seen in the quantities: a session that broke off is left, and a new one begins.
 */
export async function editLines(
  change: OrderUpdate,
  { carryOut }: Steps,
  context: ClientContext,
): Promise<WriteOutcome> {
  const { api } = context
  const differences = await readDifferences(change, context)
  if (differences === null) return tooLong
  if (differences.length === 0) return { kind: 'done' }

  const begun = await api.query(beginOrderEdit, { id: gidOf('Order', change.target.id) })
  const session = begun.orderEditBegin?.calculatedOrder
  if (!session) return refuse(errorsOf(begun.orderEditBegin), 'orderEditBegin')
  for (const difference of differencesOf(change, toLines(session.lineItems.nodes))) {
    const refused = await stage(difference, session, context)
    if (refused) return refused
  }
  const { orderEditCommit } = await carryOut(api.mutate(commitOrderEdit, { id: session.id, note: change.pushId }))
  const errors = orderEditCommit?.userErrors ?? []
  return errors.length > 0 ? refuse(errors, 'orderEditCommit') : { kind: 'done' }
}

const tooLong: WriteOutcome = {
  kind: 'refused',
  code: 'TOO_MANY_LINES',
  message: 'The order has more than 250 lines. Edit it in the admin of the shop.',
}

/** What the lines of the order lack; `null`: it has more lines than one answer shows. */
export async function readDifferences(change: OrderUpdate, { api }: ClientContext): Promise<Difference[] | null> {
  const { order } = await api.query(orderQuantities, { id: gidOf('Order', change.target.id) })
  if (order?.lineItems.pageInfo.hasNextPage) return null
  const nodes = order?.lineItems.nodes ?? []
  return differencesOf(change, toLines(nodes.map((node) => ({ ...node, quantity: node.currentQuantity }))))
}

function toLines(nodes: readonly Session['lineItems']['nodes'][number][]): Line[] {
  return nodes.map(({ id, quantity, variant }) => ({ id, quantity, variantId: variant && numberOf(variant.id) }))
}

function differencesOf({ target, payload }: OrderUpdate, lines: readonly Line[]): Difference[] {
  return (payload.lines ?? []).flatMap(({ quantity }, index) => {
    const variantId = target.variants[index]?.variantId ?? ''
    const ofVariant = lines.filter((line) => line.variantId === variantId)
    const now = ofVariant.reduce((sum, line) => sum + line.quantity, 0)
    return now === quantity ? [] : { variantId, quantity, lines: ofVariant }
  })
}

/** `null`: staged. */
async function stage(
  { variantId, quantity, lines: [line, ...others] }: Difference,
  { id }: Session,
  { api }: ClientContext,
): Promise<WriteOutcome | null> {
  if (!line) {
    const variables = { id, variant: gidOf('ProductVariant', variantId), quantity }
    const errors = errorsOf((await api.query(addOrderLine, variables)).orderEditAddVariant)
    return errors.length > 0 ? refuse(errors, 'orderEditAddVariant') : null
  }
  const rest = others.reduce((sum, other) => sum + other.quantity, 0)
  if (rest > quantity)
    return {
      kind: 'refused',
      code: 'SEVERAL_LINES',
      message: `Variant ${variantId} has several lines of the order. Edit them in the admin of the shop.`,
    }
  const variables = { id, line: line.id, quantity: quantity - rest }
  const errors = errorsOf((await api.query(setOrderLine, variables)).orderEditSetQuantity)
  return errors.length > 0 ? refuse(errors, 'orderEditSetQuantity') : null
}
