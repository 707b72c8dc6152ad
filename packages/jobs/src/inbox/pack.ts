import { promisify } from 'node:util'
import { brotliDecompressSync, constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Delivery } from './delivery.ts'

/** A delivery with its body as received. */
export interface Arrival extends Omit<Delivery, 'body'> {
  body: Buffer
}

/** Total size of bodies from which a batch is compressed. A smaller one stays plain JSON: readable by an operator. */
const PACK_FROM_BYTES = 8 * 2 ** 10
/**
 * Below this, compressing on the event loop takes well under a millisecond, and less than another thread would cost.
 */
const PACK_IN_THREAD_FROM_BYTES = 512 * 2 ** 10
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
/** Far above anything the ingress packs; larger input was not made by it. */
const UNPACKED_BYTES_MAX = 32 * 2 ** 20
/** First bytes of every zstd frame (RFC 8878, 3.1.1). */
const ZSTD_MAGIC = Buffer.from('28b52ffd', 'hex')
const NEWLINE = '\n'.charCodeAt(0)

/**
 * A batch as the job's payload. A webhook waits until Redis has written the payload to its log; zstd at its fastest
 * shrinks shop data to a tenth, in less time than it takes to send and write the rest.
 */
export async function packDeliveries(arrivals: readonly Arrival[]): Promise<Delivery[] | string> {
  const bytes = arrivals.reduce((sum, { body }) => sum + body.length, 0)
  if (bytes < PACK_FROM_BYTES) return arrivals.map(toDelivery)

  const heads = arrivals.map(({ body, ...rest }) => ({ ...rest, body: body.length }))
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(heads)}\n`), ...arrivals.map(({ body }) => body)])
  const packed =
    bytes < PACK_IN_THREAD_FROM_BYTES ? zstdCompressSync(content, options) : await compress(content, options)
  return packed.toString('base64')
}

/** Throws on anything that `packDeliveries` did not produce. */
export function unpackDeliveries(packed: string): unknown[] {
  const bytes = decompress(Buffer.from(packed, 'base64'))
  const end = bytes.indexOf(NEWLINE)
  const heads = JSON.parse(bytes.toString('utf8', 0, end)) as (Omit<Delivery, 'body'> & { body: number })[]
  let at = end + 1
  return heads.map((head) => {
    const body = bytes.toString('base64', at, at + head.body)
    at += head.body
    return { ...head, body }
  })
}

function decompress(packed: Buffer): Buffer {
  const limit = { maxOutputLength: UNPACKED_BYTES_MAX }
  if (packed.subarray(0, ZSTD_MAGIC.length).equals(ZSTD_MAGIC)) return zstdDecompressSync(packed, limit)
  // Batches that an earlier version has left in Redis or Postgres.
  return brotliDecompressSync(packed, limit)
}

function toDelivery({ body, ...rest }: Arrival): Delivery {
  return { ...rest, body: body.toString('base64') }
}

const compress = promisify(zstdCompress)
