import type { Change, KindWrites, WriteCapability, WriteOutcome } from '../../../contract/writes.ts'
import type { Wire } from '../../map/shapes.ts'
import { idOf } from '../../map/wire.ts'
import { carryOut, isSettled, type Repeat, reader, unsettled } from '../carry-out.ts'
import { oneByOne } from '../one-by-one.ts'
import type { WriteContext } from '../write-context.ts'
import { writeOnce } from '../write-once.ts'
import { checkProduct } from './check-product.ts'
import { findProduct } from './find-product.ts'
import { newProductBody } from './new-product.ts'
import { pathOf } from './product-at.ts'
import { productParts } from './product-parts.ts'
import { VARIANT_FIELDS } from './variant-parts.ts'

type ProductChange = Change<'product.save'>

/** https://open-api.docs.shoplineapp.com/docs/create-product · https://open-api.docs.shoplineapp.com/docs/update-product */
export const saveProductCapability: WriteCapability<'product.save'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: [
    ...['title', 'description_html', 'translations', 'vendor', 'status', 'tags', 'images.url', 'options'],
    ...['variants.options', ...VARIANT_FIELDS.map((field) => `variants.${field}`)],
  ],
  alternatives: {
    product_type: 'products have no place for it; use tags',
    handle: 'SHOPLINE makes the address from the title; leave it out',
    'images.alt': 'images have no place for it when they are pushed; leave it out',
  },
  scopes: ['products'],
  check: checkProduct,
}

export function createProductWrites(context: WriteContext): KindWrites<'product.save'> {
  return oneByOne({
    objectOf: ({ target }, id) => ({ resource: 'products', externalId: target.id ?? id ?? '' }),
    send: (change, repeat) =>
      change.target.id === null ? create(change, repeat, context) : update(change, change.target.id, repeat, context),
    async readBack(change, firstSentAt) {
      const product = await readProduct(change, firstSentAt, context)
      const id = product && idOf(product)
      if (!product || !id) return { isAsWanted: false, actual: null }
      const parts = await partsOf({ product, id, change }, context)
      const isAsWanted = parts.every((part) => part.isIn(product))
      return { isAsWanted, actual: id, ...(change.target.id === null && { id }) }
    },
  })
}

interface Known {
  product: Wire
  id: string
  change: ProductChange
}

async function partsOf({ product, id, change }: Known, { api, language }: WriteContext) {
  const context = { at: { api, id }, language: await language(), product, isNew: change.target.id === null }
  return productParts(change.payload, context)
}

async function readProduct(
  change: ProductChange,
  firstSentAt: Date | undefined,
  { api }: WriteContext,
): Promise<Wire | null> {
  if (change.target.id === null) {
    const found = await findProduct(skusOf(change), firstSentAt, api)
    return found?.kind === 'ours' ? found.product : null
  }
  const found = await reader(api, pathOf(change.target.id))()
  return found.kind === 'read' ? found.object : null
}

/**
 * By which a product is found again, the one that it is created with first. One with variations is not sold itself and
 * has the caller's own id; whether it keeps that once it has variations is not documented.
 */
function skusOf({ target, payload }: ProductChange): [string, ...string[]] {
  const sku = payload.variants?.[0]?.sku ?? ''
  return payload.options?.length && target.ownId !== null ? [target.ownId, sku] : [sku]
}

async function create(change: ProductChange, repeat: Repeat, context: WriteContext): Promise<WriteOutcome> {
  const { api, now, language } = context
  const found = await findProduct(skusOf(change), repeat?.firstSentAt, api)
  if (found?.kind === 'ours') return complete(found.product, change, repeat, context)
  if (found) return found
  if (!isSettled(repeat, now())) return unsettled
  const body = newProductBody(change.payload, { sku: skusOf(change)[0], language: await language() })
  const written = await writeOnce(api, 'products', { method: 'POST', body })
  return written.kind === 'written' ? complete(written.body, change, undefined, context) : written
}

async function complete(
  product: Wire,
  change: ProductChange,
  repeat: Repeat,
  context: WriteContext,
): Promise<WriteOutcome> {
  const id = idOf(product)
  if (id === null) return { kind: 'unknown', message: 'SHOPLINE answered without the id of the product.' }
  const parts = await partsOf({ product, id, change }, context)
  const read = reader(context.api, pathOf(id))
  const outcome = await carryOut(parts, { ...{ read, now: context.now, known: product, isBegun: true }, repeat })
  if (outcome.kind === 'done') return { kind: 'done', id }
  return outcome.kind === 'refused'
    ? { ...outcome, createdId: id, message: `Product ${id} was created. ${outcome.message}` }
    : outcome
}

async function update(change: ProductChange, id: string, repeat: Repeat, context: WriteContext): Promise<WriteOutcome> {
  const read = reader(context.api, pathOf(id))
  const found = await read()
  if (found.kind === 'refused') return found
  const parts = await partsOf({ product: found.object, id, change }, context)
  return carryOut(parts, { read, now: context.now, repeat, known: found.object })
}
