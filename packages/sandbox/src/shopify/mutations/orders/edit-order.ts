import type { Line, Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { Subject } from '../../nodes/node.ts'
import { orderedOf, shippingLinesOf } from '../../nodes/order-amounts.ts'
import { isCancelled, sentOf } from '../../nodes/order-parts.ts'
import { orderNode } from '../../nodes/refs.ts'
import { type OrderEdit, shopStoreOf } from '../../shop-store.ts'
import { partId } from '../../world-ids.ts'
import { invalidId } from '../input/read-id.ts'
import { problem, type UserError } from '../user-error.ts'
import { moveStock } from './claim-stock.ts'
import { calculatedLine, calculatedOrder } from './edited-order.ts'
import { newLine } from './new-lines.ts'
import type { LineInput } from './order-input.ts'
import { advance, findOrder, progressOf } from './progress.ts'

type Arguments = Record<string, unknown>
type Step = (edit: OrderEdit, args: Arguments) => { error?: UserError; line?: Line }

/** Lines of an order are changed in a session: https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderEditBegin */
export function editOrderSubject(world: WorldShop): Subject {
  const { edits } = shopStoreOf(world)
  const take = (step: Step) => (_source: unknown, args: Arguments) => {
    const edit = edits.get(
      /^gid:\/\/shopify\/(?:CalculatedOrder|OrderEditSession)\/(\d+)$/.exec(String(args.id))?.[1] ?? '',
    )
    if (!edit) throw invalidId(args.id)
    const { error, line } = step(edit, args)
    const shown = { ...sessionOf(edit), ...(line && { calculatedLineItem: calculatedLine(line, edit) }) }
    return error ? { userErrors: [error] } : { ...shown, userErrors: [] }
  }
  return {
    resolvers: {
      Mutation: {
        orderEditBegin(_source, { id }) {
          const order = findOrder(id, world)
          if (!order || isCancelled(order)) {
            const message = order ? 'The order cannot be edited.' : 'The order does not exist.'
            return { calculatedOrder: null, orderEditSession: null, userErrors: [problem(['id'], message)] }
          }
          const number = String(edits.size + 1)
          const edit: OrderEdit = {
            number,
            order: { ...order, progress: progressOf(order) },
            added: [],
            moves: new Map(),
          }
          edits.set(number, edit)
          return { ...sessionOf(edit), userErrors: [] }
        },
        orderEditAddVariant: take((edit, args) => addVariant(edit, args, world)),
        orderEditAddCustomItem: take((edit, args) => addCustomItem(edit, args, world)),
        orderEditSetQuantity: take(setQuantity),
        orderEditAddShippingLine: take(addShippingLine),
        orderEditCommit(_source, { id }) {
          const number = String(id).slice(String(id).lastIndexOf('/') + 1)
          const edit = edits.get(number)
          if (!edit) throw invalidId(id)
          edits.delete(number)
          const order = commit(edit, world)
          return { order: orderNode(order), successMessages: ['Order updated'], userErrors: [] }
        },
      },
    },
  }
}

function sessionOf(edit: OrderEdit) {
  return {
    calculatedOrder: calculatedOrder(edit),
    orderEditSession: { __typename: 'OrderEditSession', id: `gid://shopify/OrderEditSession/${edit.number}` },
  }
}

const tooFew = problem(['quantity'], 'Quantity must be greater than 0')

function addLine(edit: OrderEdit, input: LineInput, world: WorldShop): Line {
  const { order } = edit
  const { taxesIncluded: isIncluded = true } = order.written ?? {}
  const place = Math.max(order.lines.length, 10)
  const taken = new Set(order.lines.map(({ id }) => id))
  const free = Array.from({ length: order.lines.length + 1 }, (_, index) => partId(order.id, place + index))
  const id = free.find((each) => !taken.has(each)) ?? 0
  const line = newLine(id, input, { taxes: [], isIncluded, world })
  edit.order = { ...order, lines: [...order.lines, line] }
  edit.added.push(id)
  move(edit, line.productId, -input.quantity)
  return line
}

function move({ moves }: OrderEdit, productId: number, quantity: number): void {
  if (productId !== 0) moves.set(productId, (moves.get(productId) ?? 0) + quantity)
}

function addVariant(edit: OrderEdit, args: Arguments, world: WorldShop): ReturnType<Step> {
  const { variantId, quantity, allowDuplicates } = args as unknown as {
    variantId: string
    quantity: number
    allowDuplicates?: boolean
  }
  if (quantity <= 0) return { error: tooFew }
  const input = { variantId, quantity, requiresShipping: true }
  const line = newLine(0, input, { taxes: [], isIncluded: true, world })
  if (line.productId === 0) return { error: problem(['variantId'], 'The variant does not exist.') }
  const isThere = edit.order.lines.some(({ productId }) => productId === line.productId)
  if (isThere && !allowDuplicates) return { error: problem(['variantId'], 'The variant is already on the order.') }
  return { line: addLine(edit, input, world) }
}

function addCustomItem(edit: OrderEdit, args: Arguments, world: WorldShop): ReturnType<Step> {
  const { title, quantity, price, requiresShipping, taxable } = args as unknown as {
    title: string
    quantity: number
    price: { amount: string; currencyCode: string }
    requiresShipping?: boolean
    taxable?: boolean
  }
  if (quantity <= 0) return { error: tooFew }
  const priceSet = { shopMoney: price }
  return {
    line: addLine(
      edit,
      { title, quantity, priceSet, requiresShipping: requiresShipping ?? true, taxable: taxable ?? true },
      world,
    ),
  }
}

function setQuantity(edit: OrderEdit, args: Arguments): ReturnType<Step> {
  const { lineItemId, quantity, restock } = args as { lineItemId: string; quantity: number; restock?: boolean }
  const line = edit.order.lines.find((each) => calculatedLine(each, edit).id === lineItemId)
  if (!line) return { error: problem(['lineItemId'], 'The line item does not exist.') }
  const isSent = quantity < sentOf({ line, order: edit.order })
  if (quantity < 0 || isSent)
    return { error: problem(['quantity'], 'The quantity cannot be less than what is fulfilled.') }
  // The ordered quantity is still shown after the item was removed.
  const ordered = edit.added.includes(line.id) ? quantity : Math.max(orderedOf(line), quantity)
  const changed = { ...line, quantity, ordered }
  edit.order = { ...edit.order, lines: edit.order.lines.map((each) => (each === line ? changed : each)) }
  if (restock !== false || quantity > line.quantity) move(edit, line.productId, line.quantity - quantity)
  return { line: changed }
}

function addShippingLine(edit: OrderEdit, args: Arguments): ReturnType<Step> {
  const { title, price } = args.shippingLine as { title: string; price: { amount: string } }
  const { order } = edit
  const added = { title, code: null, source: null, price: Number(price.amount), taxLines: [] }
  const shipping = String(Number(order.shipping) + added.price)
  const written = { ...order.written, shippingLines: [...shippingLinesOf(order), added] }
  edit.order = { ...order, shipping, written }
  return {}
}

/** Stock goes to the first place, and comes from it. */
function commit({ order, moves }: OrderEdit, world: WorldShop): Order {
  for (const [productId, quantity] of moves) {
    const product = world.products.get(productId)
    if (product && quantity !== 0) moveStock(product, 0, quantity, world)
  }
  const { lines, shipping, progress = { payments: [], shipments: [] } } = order
  const { financialStatus: _said, ...now } = progress
  return advance(order, { lines, shipping, progress: now, written: { ...order.written, edited: true } }, world)
}
