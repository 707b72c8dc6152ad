import { createHmac, timingSafeEqual } from 'node:crypto'
import { badParameter, type RestRequest } from './request.ts'
import type { Position } from './sorted.ts'

export interface Cursor {
  direction: 'next' | 'prev'
  position: Position
  /** The parameters of the first page, which hold for all of them. */
  query: URLSearchParams
}

/** The text of `page_info`, which works for the list it came from only. */
export function writeCursor({ direction, position, query }: Cursor, request: RestRequest): string {
  const content = { direction, last_id: position.id, last_value: position.value, query: query.toString() }
  const text = Buffer.from(JSON.stringify(content)).toString('base64url')
  return `${text}.${sign(text, request).toString('base64url')}`
}

export function readCursor(pageInfo: string, request: RestRequest): Cursor {
  const [text = '', signature = ''] = pageInfo.split('.')
  const [given, expected] = [Buffer.from(signature, 'base64url'), sign(text, request)]
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw badParameter('page_info', 'Invalid value.')
  const content = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>
  return {
    direction: content.direction as Cursor['direction'],
    position: { value: content.last_value as Position['value'], id: Number(content.last_id) },
    query: new URLSearchParams(String(content.query)),
  }
}

function sign(text: string, { path, shop }: RestRequest): Buffer {
  return createHmac('sha256', shop.cursorKey).update(`${path}\n${text}`).digest()
}
