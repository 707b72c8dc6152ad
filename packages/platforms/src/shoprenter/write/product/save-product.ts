import type { Json } from '../../../contract/mirror-rows.ts'
import type {
  Change,
  KindWrites,
  ReadBack,
  WriteCall,
  WriteCapability,
  WriteOutcome,
} from '../../../contract/writes.ts'
import { idOf, text, type Wire } from '../../api/wire.ts'
import { writeAll } from '../difference.ts'
import { hasSettled } from '../has-settled.ts'
import { inTurn } from '../in-turn.ts'
import type { WriteContext } from '../write-batch.ts'
import { onceBegun, type Refused, type StepOutcome, writeOne } from '../write-one.ts'
import { checkProduct, productAlternatives, VARIANT_FIELDS } from './check-product.ts'
import { findProduct, productPath, readProduct } from './find-product.ts'
import { fetchPictures, type Picture, pictureChanges, uploadPictures } from './pictures.ts'
import { type ProductChanges, variantChanges } from './product-fields.ts'
import { tagWrites } from './tags.ts'
import { type PriceContext, withTaxRates } from './tax-rate.ts'
import { type LanguageTexts, newDescriptions, textsOf, textWrites } from './texts.ts'

type SaveChange = Change<'product.save'>

/** Clocks differ. */
const OVERLAP_MS = 5 * 60_000
const noChanges = { fields: {}, related: [] }
const statuses = { active: '1', draft: '0', archived: '0' } as const

/** https://doc.shoprenter.hu/api/product_extend.html */
export const saveProductCapability: WriteCapability<'product.save'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: [
    ...['title', 'description_html', 'translations', 'status', 'tags', 'images'],
    ...VARIANT_FIELDS.map((field) => `variants.${field}`),
  ],
  alternatives: productAlternatives,
  scopes: ['product.product:write', 'product.product:read', 'taxClass.taxClass:read', 'store.file:write'],
  check: checkProduct,
}

/**
 * A product without an id is looked for by its SKU first. A new one is disabled until it is whole: its status comes last.
 */
export function createProductWrites(base: WriteContext): KindWrites<'product.save'> {
  const context = withTaxRates(base)
  return {
    objectOf: ({ target }, id) => ({ resource: 'products', externalId: target.id ?? id ?? '' }),
    send: ({ changes, repeat }) => inTurn(changes, (change) => saveProduct(change, repeat, context)),
    readBack: (changes) => inTurn(changes, (change) => readBack(change, context)),
  }
}

async function saveProduct(
  change: SaveChange,
  repeat: WriteCall['repeat'],
  context: PriceContext,
): Promise<WriteOutcome> {
  const texts = textsOf(change.payload, (await context.mapping()).facts)
  if ('kind' in texts) return texts
  const pictures = await fetchPictures(change.payload.images ?? [], context)
  if ('kind' in pictures) return pictures
  const known = await idOfTarget(change, context)
  if (known) return changeProduct(known, { ...change, pictures, isNew: false }, repeat, context)
  if (repeat && !hasSettled(repeat, context))
    return { kind: 'unknown', message: 'The shop does not show the product. It may still be creating it.' }
  const created = await createProduct(change, texts, context)
  if (created.kind !== 'done') return created
  const id = idOf(created.value)
  if (!id) return { kind: 'unknown', message: 'The shop answered without the id of the new product.' }
  return changeProduct(id, { ...change, pictures, isNew: true }, repeat, context)
}

/** `null`: it has to be created. */
async function idOfTarget({ target, payload }: SaveChange, context: WriteContext): Promise<string | null> {
  const sku = payload.variants?.[0]?.sku
  return target.id ?? (sku === undefined ? null : findProduct(sku, context))
}

function createProduct(
  { payload }: SaveChange,
  texts: readonly LanguageTexts[],
  { api }: WriteContext,
): Promise<StepOutcome> {
  const [variant] = payload.variants ?? []
  const body: Record<string, Json> = {
    ...{ sku: variant?.sku ?? '', status: statuses.draft, productDescriptions: newDescriptions(texts) },
    ...(variant?.tax_class && { taxClass: { id: variant.tax_class } }),
  }
  return writeOne(api, 'productExtend', { method: 'POST', body })
}

async function changeProduct(
  id: string,
  change: PreparedChange,
  repeat: WriteCall['repeat'],
  context: PriceContext,
): Promise<WriteOutcome> {
  const isRepeat = repeat !== undefined
  const work = async (): Promise<WriteOutcome> => {
    const product = await readProduct(id, context)
    if (!product) return { kind: 'refused', code: 'product_not_found', message: 'The shop has no such product.' }
    const isNew = change.isNew || (change.target.id === null && (await isCreatedSince(product, repeat, context)))
    const changes = await changesOf({ ...change, isNew }, product, { ...context, productId: id })
    if ('kind' in changes) return changes
    const failed = (await uploadPictures(changes.pictures, context)) ?? (await writeAll(context, changes.related))
    if (failed || Object.keys(changes.fields).length === 0) return failed ?? { kind: 'done', id }
    return onceBegun(() => finish(changes.fields), { isRepeat })
  }
  const finish = async (body: Record<string, Json>): Promise<WriteOutcome> => {
    const answer = await writeOne(context.api, productPath(id), { method: 'PUT', body })
    return answer.kind === 'done' ? { kind: 'done', id } : answer
  }
  return change.isNew ? onceBegun(work, { isRepeat, createdId: id }) : work()
}

interface PreparedChange extends SaveChange {
  pictures: readonly Picture[]
  /** This push created the product, disabled. */
  isNew: boolean
}

/** Whether an earlier call created it: a product that was there before keeps its status. */
async function isCreatedSince(product: Wire, repeat: WriteCall['repeat'], { mapping }: WriteContext): Promise<boolean> {
  const created = (await mapping()).zone.toUtc(text(product.dateCreated))
  return repeat !== undefined && created !== null && created.getTime() >= repeat.firstSentAt.getTime() - OVERLAP_MS
}

/** What differs from the product as it is, the status last. */
async function changesOf(
  { payload, pictures, isNew }: PreparedChange,
  product: Wire,
  context: PriceContext & { productId: string },
): Promise<(ProductChanges & { pictures: readonly Picture[] }) | Refused> {
  const { productId } = context
  const { facts } = await context.mapping()
  const texts = textsOf(payload, facts)
  if ('kind' in texts) return texts
  const [variant] = payload.variants ?? []
  if (variant && variant.sku !== text(product.sku)) return otherSku(variant.sku, text(product.sku))
  const { options: _options, ...fields } = variant ?? {}
  const own = await variantChanges(fields, { ...context, product })
  if ('kind' in own) return own
  const wanted = payload.status ?? (isNew ? 'active' : undefined)
  const status = wanted && statuses[wanted]
  const shown = payload.images ? await pictureChanges(pictures, { productId, product }, context) : noChanges
  const isShown = shown.related.length === 0 && Object.keys(shown.fields).length === 0
  return {
    pictures: isShown ? [] : pictures,
    fields: { ...own.fields, ...shown.fields, ...(status && status !== text(product.status) && { status }) },
    related: [
      ...shown.related,
      ...textWrites(texts, productId, product),
      ...(payload.tags ? tagWrites(payload.tags, productId, { product, facts }) : []),
      ...own.related,
    ],
  }
}

function otherSku(wanted: string, actual: string | null): Refused {
  const message = `The product has the SKU ${actual}, not ${wanted}. Change the SKU with variant.save; another SKU is another product.`
  return { kind: 'refused', code: 'other_sku', message }
}

async function readBack(change: SaveChange, context: PriceContext): Promise<ReadBack> {
  const id = await idOfTarget(change, context)
  const product = id === null ? null : await readProduct(id, context)
  const pictures = await fetchPictures(change.payload.images ?? [], context)
  if (!product || id === null || 'kind' in pictures) return { isAsWanted: false, actual: null }
  const changes = await changesOf({ ...change, pictures, isNew: false }, product, { ...context, productId: id })
  if ('kind' in changes) return { isAsWanted: false, actual: changes.code, id }
  const isAsWanted = changes.related.length === 0 && Object.keys(changes.fields).length === 0
  return {
    isAsWanted,
    actual: isAsWanted ? 'as wanted' : [...Object.keys(changes.fields), ...changes.related.map(({ path }) => path)],
    id,
  }
}
