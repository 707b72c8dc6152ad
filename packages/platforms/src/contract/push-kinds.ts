import type { z } from 'zod'
import { customerConsent, customerSave, tagsChange } from './payloads/customer.ts'
import { newObject, objectReference, taggedObject, variantReference } from './payloads/fields.ts'
import { orderCancel, orderCreate, orderFulfill, orderMarkPaid, orderSetStatus, orderUpdate } from './payloads/order.ts'
import { nothing, productSave, variantSave } from './payloads/product.ts'
import { inventoryAdjust, inventorySet } from './payloads/stock.ts'

/** What a setting of a shop is about: which pushes it lets through, how often, and what a conflict means. */
export const pushEntities = ['orders', 'inventory', 'products', 'customers'] as const
export type PushEntity = (typeof pushEntities)[number]

interface KindRules {
  /** `null`: the object says it. */
  entity: PushEntity | null
  object: z.ZodType
  payload: z.ZodType
}

/** Every kind of push: what it changes, how its object is named, and its payload. */
export const pushKinds = {
  'inventory.set': { entity: 'inventory', object: variantReference, payload: inventorySet },
  'inventory.adjust': { entity: 'inventory', object: variantReference, payload: inventoryAdjust },
  'order.create': { entity: 'orders', object: newObject, payload: orderCreate },
  'order.update': { entity: 'orders', object: objectReference, payload: orderUpdate },
  'order.set_status': { entity: 'orders', object: objectReference, payload: orderSetStatus },
  'order.mark_paid': { entity: 'orders', object: objectReference, payload: orderMarkPaid },
  'order.fulfill': { entity: 'orders', object: objectReference, payload: orderFulfill },
  'order.cancel': { entity: 'orders', object: objectReference, payload: orderCancel },
  'product.save': { entity: 'products', object: objectReference, payload: productSave },
  'product.archive': { entity: 'products', object: objectReference, payload: nothing },
  'product.delete': { entity: 'products', object: objectReference, payload: nothing },
  'variant.save': { entity: 'products', object: variantReference, payload: variantSave },
  'customer.save': { entity: 'customers', object: objectReference, payload: customerSave },
  'customer.consent': { entity: 'customers', object: objectReference, payload: customerConsent },
  'tags.add': { entity: null, object: taggedObject, payload: tagsChange },
  'tags.remove': { entity: null, object: taggedObject, payload: tagsChange },
} as const satisfies Record<string, KindRules>

export type PushKind = keyof typeof pushKinds
export const pushKindNames = Object.keys(pushKinds) as [PushKind, ...PushKind[]]
export type Payload<Kind extends PushKind = PushKind> = z.output<(typeof pushKinds)[Kind]['payload']>

const entityOfType: Readonly<Record<string, PushEntity>> = {
  order: 'orders',
  product: 'products',
  customer: 'customers',
}

/** The entity whose settings count for a push. */
export function entityOf(kind: PushKind, object: Readonly<Record<string, unknown>>): PushEntity {
  return pushKinds[kind].entity ?? entityOfType[String(object.type)] ?? 'orders'
}
