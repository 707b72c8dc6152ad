import type { ShopEvent } from '../../platform.ts'
import { toAddress } from './address.ts'
import { type Body, flag, idOf, isoTime, text, time } from './body.ts'
import { isDated, refetchOf, rowsOf, type When } from './events.ts'

export function readLocation(body: Body, delivery: When): ShopEvent[] {
  const externalId = idOf(body.id)
  if (!externalId) return refetchOf('locations', null)
  const fields = {
    source_created_at: isoTime(body.created_at),
    name: text(body.name),
    active: flag(body.active),
    address: toAddress(body),
  }
  const row = { externalId, sourceUpdatedAt: time(body.updated_at), fields, raw: body }
  return isDated(row) ? rowsOf({ locations: [row] }, delivery) : refetchOf('locations', externalId)
}

export function readCollection(body: Body, delivery: When): ShopEvent[] {
  const externalId = idOf(body.id)
  if (!externalId) return refetchOf('categories', null)
  const fields = {
    name: text(body.title),
    handle: text(body.handle),
    description_html: text(body.body_html),
  }
  const row = { externalId, sourceUpdatedAt: time(body.updated_at), fields, raw: body }
  return isDated(row) ? rowsOf({ categories: [row] }, delivery) : refetchOf('categories', externalId)
}
