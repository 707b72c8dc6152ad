import { hash } from 'node:crypto'
import { toStorableText } from './storable.ts'

/** A B-tree takes 2,704 bytes of all its columns together. */
const KEY_BYTES_MAX = 1_000
const SHOWN_CHARS = 100

/** A platform's id as an index of ours takes it: itself, or its beginning and a hash where it is too long. */
export function idKeyOf(externalId: string): string {
  const id = toStorableText(externalId)
  if (Buffer.byteLength(id) <= KEY_BYTES_MAX) return id
  return `${toStorableText(id.slice(0, SHOWN_CHARS))}…${hash('sha256', id)}`
}
