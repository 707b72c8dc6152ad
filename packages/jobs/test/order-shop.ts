import type {
  Change,
  KindWrites,
  Platform,
  PushKind,
  WriteCall,
  WriteCapabilities,
  WriteCapability,
  WriteOutcome,
} from '@shopmirror/platforms'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

/** An order or a customer of the shop. */
export interface ShopObject {
  id: string
  createdBy: string
  /** Orders are created in two steps; a customer sees only what both have carried out. */
  isComplete: boolean
  fields: Record<string, unknown>
  tags: string[]
}

/** A shop of orders and customers whose calls can be stopped before, in the middle of and after what they carry out. */
export interface OrderShop {
  objects: Map<string, ShopObject>
  calls: { kind: PushKind; call: WriteCall }[]
  /** May throw, or answer instead of the rest of the call. */
  at(place: 'before' | 'middle' | 'after', kind: PushKind): WriteOutcome | undefined
}

export function createOrderShop(): OrderShop {
  return { objects: new Map(), calls: [], at: () => undefined }
}

const base: WriteCapability = { class: 'repeatable', changesPerCall: 1, fields: [], scopes: ['write_orders'] }

const orderCapabilities: WriteCapabilities = {
  'order.create': {
    ...base,
    class: 'read_back_first',
    fields: ['lines', 'note', 'customer'],
    check: ({ target, payload }) =>
      target.variants.flatMap((variant, index) =>
        variant && variant.price !== payload.lines[index]?.price
          ? [{ path: `payload.lines.${index}.price`, message: `has to be the shop's, ${variant.price}` }]
          : [],
      ),
  },
  'order.update': { ...base, fields: ['note', 'tags', 'email'] },
  'order.set_status': { ...base, fields: ['status'] },
  'customer.save': { ...base, class: 'read_back_first', fields: ['email', 'first_name'] },
  'tags.add': { ...base, fields: ['tags'] },
}

/** The paper platform, whose shops take orders and customers. */
export function createOrderPlatform(shop: OrderShop, now: () => Date): Platform {
  const paper = createPaperPlatform(createPaperShop(0), now)
  const writes = {
    'order.create': singly(shop, 'order.create', (change, call) => create(shop, change, call, 'order')),
    'order.update': singly(shop, 'order.update', (change) => update(shop, change.target.id, change.payload)),
    'order.set_status': singly(shop, 'order.set_status', (change) => update(shop, change.target.id, change.payload)),
    'customer.save': singly(shop, 'customer.save', (change, call) =>
      change.target.id === null
        ? create(shop, change, call, 'customer')
        : update(shop, change.target.id, change.payload),
    ),
    'tags.add': singly(shop, 'tags.add', (change) => addTags(shop, change)),
  }
  return { ...paper, writes: orderCapabilities, client: (options) => ({ ...paper.client(options), writes }) }
}

function singly<Kind extends PushKind>(
  shop: OrderShop,
  kind: Kind,
  carryOut: (change: Change<Kind>, call: WriteCall<Kind>) => WriteOutcome,
): KindWrites<Kind> {
  return {
    async send(call) {
      shop.calls.push({ kind, call: call as unknown as WriteCall })
      const early = shop.at('before', kind)
      if (early) return call.changes.map(() => early)
      const outcomes = call.changes.map((change) => carryOut(change, call))
      const late = shop.at('after', kind)
      return late ? call.changes.map(() => late) : outcomes
    },
    readBack: async (changes) =>
      changes.map(({ pushId }) => {
        const found = [...shop.objects.values()].find(({ createdBy }) => createdBy === pushId)
        return { isAsWanted: found?.isComplete === true, actual: null, ...(found && { id: found.id }) }
      }),
    objectOf: ({ target }, id) => ({
      resource: kind.startsWith('order') ? 'orders' : 'customers',
      externalId: id ?? ('id' in target ? (target.id ?? '') : ''),
    }),
  }
}

function create(
  shop: OrderShop,
  { pushId, payload }: Change<'order.create' | 'customer.save'>,
  { repeat }: WriteCall,
  type: 'order' | 'customer',
): WriteOutcome {
  const found = repeat && [...shop.objects.values()].find(({ createdBy }) => createdBy === pushId)
  const id = found?.id ?? `${type}-${shop.objects.size + 1}`
  const fields = { ...payload } as Record<string, unknown>
  if (!found) shop.objects.set(id, { id, createdBy: pushId, isComplete: false, fields, tags: [] })
  const cut = shop.at('middle', type === 'order' ? 'order.create' : 'customer.save')
  if (cut) return cut
  const object = shop.objects.get(id)
  if (object) object.isComplete = true
  return { kind: 'done', id }
}

function update({ objects }: OrderShop, id: string | null, fields: object): WriteOutcome {
  const object = objects.get(id ?? '')
  if (!object) return { kind: 'refused', code: 'not_found', message: 'There is no such object.' }
  Object.assign(object.fields, fields)
  return { kind: 'done' }
}

function addTags({ objects }: OrderShop, { target, payload }: Change<'tags.add'>): WriteOutcome {
  objects.get(target.id)?.tags.push(...payload.tags)
  return { kind: 'done' }
}
