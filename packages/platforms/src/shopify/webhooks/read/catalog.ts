import type { Resource } from '../../../contract/mirror-rows.ts'
import { tableOf } from '../../../contract/mirror-rows.ts'
import type { ShopEvent } from '../../../contract/shop-event.ts'
import { toAddress } from './address.ts'
import { type Body, flag, idOf, isoTime, text, time } from './body.ts'
import { type Column, key, readColumns } from './columns.ts'
import { isDated, refetchOf, rowsOf, type When } from './events.ts'

export function readLocation(body: Body, delivery: When): ShopEvent[] {
  return readWhole('locations', { body, delivery, columns: locationColumns })
}

export function readCollection(body: Body, delivery: When): ShopEvent[] {
  return readWhole('categories', { body, delivery, columns: collectionColumns })
}

const locationColumns: Readonly<Record<string, Column>> = {
  source_created_at: key('created_at', isoTime),
  name: key('name', text),
  active: key('active', flag),
  address: (body) => (body.country_code === undefined ? undefined : toAddress(body)),
}

const collectionColumns: Readonly<Record<string, Column>> = {
  name: key('title', text),
  handle: key('handle', text),
  description_html: key('body_html', text),
}

interface WholeBody {
  body: Body
  delivery: When
  columns: Readonly<Record<string, Column>>
}

/** The columns in the body; an object with missing ones is read again. */
function readWhole(resource: Resource, { body, delivery, columns }: WholeBody): ShopEvent[] {
  const externalId = idOf(body.id)
  if (!externalId) return refetchOf(resource, null)
  const { fields, isWhole } = readColumns(body, columns)
  const row = { externalId, sourceUpdatedAt: time(body.updated_at), fields, raw: body }
  if (!isDated(row)) return refetchOf(resource, externalId)
  return [...rowsOf({ [tableOf[resource]]: [row] }, delivery), ...(isWhole ? [] : refetchOf(resource, externalId))]
}
