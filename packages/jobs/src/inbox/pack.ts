import { promisify } from 'node:util'
import { brotliCompress, brotliDecompressSync, constants } from 'node:zlib'
import type { Delivery } from './delivery.ts'

/** A delivery with its body as received. */
export interface Arrival extends Omit<Delivery, 'body'> {
  body: Buffer
}

/** Total size of bodies from which a batch is compressed. A smaller one stays plain JSON: cheaper, and readable by an operator. */
const PACK_FROM_BYTES = 128 * 2 ** 10
/** Far above anything the ingress packs; larger input was not made by it. */
const UNPACKED_BYTES_MAX = 32 * 2 ** 20
const NEWLINE = '\n'.charCodeAt(0)

/**
 * A batch as the job's payload. A webhook waits until Redis has written the payload to its log, and brotli at its fastest
 * (which runs off the event loop) shrinks shop data to a tenth.
 */
export async function packDeliveries(arrivals: readonly Arrival[]): Promise<Delivery[] | string> {
  const bytes = arrivals.reduce((sum, { body }) => sum + body.length, 0)
  if (bytes < PACK_FROM_BYTES) return arrivals.map(toDelivery)

  const heads = arrivals.map(({ body, ...rest }) => ({ ...rest, body: body.length }))
  const parts = [Buffer.from(`${JSON.stringify(heads)}\n`), ...arrivals.map(({ body }) => body)]
  const packed = await compress(Buffer.concat(parts), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
  return packed.toString('base64')
}

/** Throws on anything that `packDeliveries` did not produce. */
export function unpackDeliveries(packed: string): unknown[] {
  const bytes = brotliDecompressSync(Buffer.from(packed, 'base64'), { maxOutputLength: UNPACKED_BYTES_MAX })
  const end = bytes.indexOf(NEWLINE)
  const heads = JSON.parse(bytes.toString('utf8', 0, end)) as (Omit<Delivery, 'body'> & { body: number })[]
  let at = end + 1
  return heads.map((head) => {
    const body = bytes.toString('base64', at, at + head.body)
    at += head.body
    return { ...head, body }
  })
}

function toDelivery({ body, ...rest }: Arrival): Delivery {
  return { ...rest, body: body.toString('base64') }
}

const compress = promisify(brotliCompress)
