import { createHash } from 'node:crypto'
import type { Json } from '../../../contract/mirror-rows.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import type { WriteOutcome } from '../../../contract/writes.ts'
import { fetchPublicFile } from '../../../http/fetch-public-file.ts'
import { text, type Wire } from '../../api/wire.ts'
import { difference } from '../difference.ts'
import type { BatchWrite, WriteContext } from '../write-batch.ts'
import { writeOne } from '../write-one.ts'

/** A request may have 32 MiB, in which a file stands as base64. */
const BYTES_MAX = 10 * 1024 * 1024

/** A picture, named by its content: uploading it again changes nothing. */
export interface Picture {
  path: string
  alt: string
  bytes: Buffer
}

/** Fetches the pictures of a product; ends with the first that cannot be had. */
export async function fetchPictures(
  images: NonNullable<Payload<'product.save'>['images']>,
  { fetchOptions }: WriteContext,
): Promise<Picture[] | WriteOutcome> {
  const pictures: Picture[] = []
  for (const { url, alt = '' } of images) {
    const file = await fetchPublicFile(url, { bytesMax: BYTES_MAX, ...fetchOptions })
    if (file.kind === 'failed') return { kind: 'not_done', message: `The picture ${url} ${file.message}.` }
    if (file.kind === 'refused') return refusePicture(url, file.message)
    const ending = endingOf(file.bytes)
    if (!ending) return refusePicture(url, 'is no JPEG, PNG, GIF or WebP file')
    const name = createHash('sha256').update(file.bytes).digest('hex').slice(0, 40)
    pictures.push({ path: `product/${name}.${ending}`, alt, bytes: file.bytes })
  }
  return pictures
}

/** Stores pictures as files of the shop. `null`: all are stored. https://doc.shoprenter.hu/api/file.html */
export async function uploadPictures(
  pictures: readonly Picture[],
  { api }: WriteContext,
): Promise<WriteOutcome | null> {
  for (const { path, bytes } of pictures) {
    const body = { filePath: path, type: 'image', attachment: bytes.toString('base64') }
    const stored = await writeOne(api, 'files', { method: 'POST', body })
    if (stored.kind !== 'done') return stored
  }
  return null
}

interface PictureChanges {
  fields: Record<string, Json>
  related: BatchWrite[]
}

/** The first picture is a field of the product, the others are objects. https://doc.shoprenter.hu/api/product_image.html */
export async function pictureChanges(
  [main, ...others]: readonly Picture[],
  { productId, product }: { productId: string; product: Wire },
  { readAll }: WriteContext,
): Promise<PictureChanges> {
  const wanted = others.map(({ path, alt }, index) => ({
    ...{ imagePath: path, imageAlt: alt, sortOrder: String(index + 1) },
    product: { id: productId },
  }))
  const present = await readAll('productImages', { productId })
  const fields = { mainPicture: main?.path ?? '', imageAlt: main?.alt ?? '' }
  return {
    fields: isSame(fields, product) ? {} : fields,
    related: difference({ path: 'productImages', wanted, present, isSame }),
  }
}

/** In the texts that are wanted. */
function isSame(wanted: Wire, present: Wire): boolean {
  const texts = Object.entries(wanted).filter(([, value]) => typeof value === 'string')
  return texts.every(([field, value]) => (text(value) ?? '') === (text(present[field]) ?? ''))
}

function refusePicture(url: string, why: string): WriteOutcome {
  return { kind: 'refused', code: 'picture', message: `The picture ${url} ${why}.` }
}

const beginnings: readonly [string, RegExp][] = [
  ['jpg', /^ffd8ff/],
  ['png', /^89504e470d0a1a0a/],
  ['gif', /^474946383[79]61/],
  ['webp', /^52494646.{8}57454250/],
]

function endingOf(bytes: Buffer): string | undefined {
  const beginning = bytes.subarray(0, 12).toString('hex')
  return beginnings.find(([, pattern]) => pattern.test(beginning))?.[0]
}
