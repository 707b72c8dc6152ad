import type { Product } from '../../world/model.ts'
import { grossOf } from '../decimals.ts'
import type { ProductRecord } from '../records.ts'
import { type Fields, readFields, type Shape } from '../writes/read-fields.ts'
import { invalid } from '../writes/refusal.ts'
import type { Body, Target } from '../writes/writer.ts'
import { pictureUrl, taxRateOf } from './product-record.ts'

const statuses = { '0': 'disabled', '1': 'enabled', '2': 'deprecated' } as const
export const STOCKS = ['stock1', 'stock2', 'stock3', 'stock4']
const flags = ['orderable', 'subtractStock', 'multiplierLock', 'shipped', 'freeShipping', 'durableMediaDevice']
/** References to objects that the sandbox does not have: any id is taken, and shown as a link. */
const links = [
  'productClass',
  'noStockStatus',
  'inStockStatus',
  'onlyStock1Status',
  'onlyStock2Status',
  'weightUnit',
  'volumeUnit',
]
const ofWorld = { sku: 'sku', gtin: 'barcode', weight: 'weight' } as const

/** https://doc.shoprenter.hu/api/product.html */
export const productShape: Shape = {
  texts: ['sku', 'gtin', 'modelNumber', 'mainPicture', 'imageAlt', 'availableDate', 'sortOrder', 'loyaltyPoints'],
  amounts: ['price', 'cost', 'multiplier', 'quantity'],
  numbers: ['weight', 'width', 'height', 'length'],
  integers: [...STOCKS, 'minimalOrderNumber', 'maximalOrderNumber', 'minimalOrderNumberMultiply'],
  choices: { status: Object.keys(statuses), ...Object.fromEntries(flags.map((name) => [name, ['0', '1']])) },
  refs: { taxClass: 'taxClass', parentProduct: 'product' },
  nested: [...links, 'manufacturer'],
}

export function readProductFields(body: Body, shape: Shape, target: Target): Fields {
  const fields = readFields(body, shape, target)
  const { values } = fields
  if (values.sku === '') throw invalid('sku must not be empty')
  if ('taxClass' in fields.refs && fields.refs.taxClass === null) throw invalid('taxClass must not be empty')
  if (!target.rules.negativeStock && STOCKS.some((stock) => Number(values[stock] ?? 0) < 0))
    throw invalid('stock must be integer between 0 and 1000000000')
  return fields
}

/** The part of a write that the world takes; the gross price is computed, from the tax class that the product then has. */
export function worldChange(
  { values, refs, nested }: Fields,
  before: Product,
  record: ProductRecord,
): Partial<Product> {
  const known = Object.entries(ofWorld).flatMap(([name, field]) => (name in values ? [[field, values[name]]] : []))
  const net = values.price ?? before.net
  const status = statuses[values.status as keyof typeof statuses]
  const manufacturer = manufacturerIn(nested)
  return {
    ...Object.fromEntries(known),
    ...(('price' in values || 'taxClass' in refs) && { net, gross: grossOf(net, taxRateOf(record)) }),
    ...(status && { status }),
    ...(STOCKS.some((stock) => stock in values) && {
      stocks: STOCKS.map((stock, index) => Number(values[stock] ?? before.stocks[index])) as Product['stocks'],
    }),
    ...('parentProduct' in refs && {
      parentId: refs.parentProduct === before.id ? null : (refs.parentProduct ?? null),
    }),
    ...(manufacturer !== null && { manufacturer }),
  }
}

/** By its fields; the only one that can be named by its id is the product's own. */
function manufacturerIn({ manufacturer }: Fields['nested']): string | null {
  if (typeof manufacturer !== 'object' || manufacturer === null) return null
  const { name } = manufacturer as Record<string, unknown>
  return typeof name === 'string' ? name : null
}

/** The part that only the platform knows. */
export function applyFields(before: ProductRecord, { values, refs, nested }: Fields): ProductRecord {
  const own = Object.entries(values).filter(
    ([name]) => !(name in ofWorld) && !STOCKS.includes(name) && name !== 'price' && name !== 'status',
  )
  const { mainPicture } = values
  const main = mainPicture === undefined ? before.pictures.main : mainPicture === '' ? null : pictureUrl(mainPicture)
  return {
    ...before,
    fields: { ...before.fields, ...Object.fromEntries(own) },
    links: { ...before.links, ...linksIn(nested) },
    taxClass: refs.taxClass ?? before.taxClass,
    pictures: { ...before.pictures, main },
  }
}

function linksIn(nested: Fields['nested']): Record<string, string> {
  const sent = Object.entries(nested).filter(([name]) => links.includes(name))
  return Object.fromEntries(
    sent.map(([name, value]) => {
      const id = (value as Record<string, unknown> | null)?.id
      if (typeof id !== 'string') throw invalid(`${name} has to be an object with an id`)
      return [name, id]
    }),
  )
}
