import type { WritableRows } from '../src/index.ts'

type Row = NonNullable<WritableRows['rows'][string]>[number]

const START = Date.UTC(2026, 0, 1)

/** The n-th second of the tests' year. */
export const second = (n: number) => new Date(START + n * 1_000)

interface Version {
  /** The platform's version, in seconds; absent where it has none. */
  version?: number | null
  title?: string
}

export function product(externalId: string, { version = null, title = `${externalId}@${version}` }: Version = {}): Row {
  return { externalId, sourceUpdatedAt: version === null ? null : second(version), fields: { title }, raw: { title } }
}

export function variant(externalId: string, parent: string, version: number | null = null, sku = externalId): Row {
  const sourceUpdatedAt = version === null ? null : second(version)
  return { externalId, sourceUpdatedAt, fields: { product_external_id: parent, sku }, raw: { sku } }
}

export function order(externalId: string, { version = null, title = `${externalId}@${version}` }: Version = {}): Row {
  return {
    externalId,
    sourceUpdatedAt: version === null ? null : second(version),
    fields: { number: title },
    raw: { title },
  }
}

export function line(externalId: string, parent: string, version: number | null = null, name = externalId): Row {
  const sourceUpdatedAt = version === null ? null : second(version)
  return { externalId, sourceUpdatedAt, fields: { order_external_id: parent, name }, raw: { name } }
}

export function fulfillment(externalId: string, parent: string, version: number | null = null): Row {
  const sourceUpdatedAt = version === null ? null : second(version)
  return { externalId, sourceUpdatedAt, fields: { order_external_id: parent }, raw: { version } }
}

/** A variant and what of it lies where share an item, which is called as the variant is. */
export function stocked(externalId: string, parent: string, version: number | null = null): Row {
  const row = variant(externalId, parent, version)
  return { ...row, fields: { ...row.fields, inventory_item_id: externalId } }
}

export function level(item: string, location: string, version: number | null = null): Row {
  const sourceUpdatedAt = version === null ? null : second(version)
  const fields = { inventory_item_id: item, location_external_id: location, available: '1' }
  return { externalId: `${item}-${location}`, sourceUpdatedAt, fields, raw: { version } }
}

export function location(externalId: string, version: number): Row {
  return { externalId, sourceUpdatedAt: second(version), fields: { name: externalId }, raw: { version } }
}

/** What the API answered to a question put in the n-th second. */
export const fromApi = (readAt: number, rows: WritableRows['rows']): WritableRows => ({
  origin: 'api',
  readAt: second(readAt),
  rows,
})

/** What a webhook brought about an event of the n-th second. */
export const fromWebhook = (readAt: number, rows: WritableRows['rows']): WritableRows => ({
  origin: 'webhook',
  readAt: second(readAt),
  rows,
})
