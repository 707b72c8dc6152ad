import type { Media } from '../../state/product-extras.ts'
import { ids } from '../../world-ids.ts'
import { ok } from '../answers.ts'
import type { Answer, ApiCall } from '../open-api-types.ts'
import { answerProduct, type ProductWrite, unprocessable } from './product-write.ts'

/** What a product without pictures gets. */
export const DEFAULT_IMAGE = 'https://img.example.com/default.png'
const PER_PRODUCT = 10_000

/** Errors of pictures are a list of texts. */
export function mistakeInImages({ images = [], detail_images: details = [] }: ApiCall['body']): Answer | undefined {
  const urls = [images ?? [], details ?? []].flat()
  const wrong = urls.filter((url) => !/^https?:\/\//.test(String(url)))
  return wrong.length === 0 ? undefined : mediaError(wrong)
}

function mediaError(urls: readonly unknown[]): Answer {
  return {
    status: 422,
    body: { error: urls.map((url) => `Failed to upload ${String(url)}`), code: 'MediaUploadError' },
  }
}

export function toMedias(urls: unknown, product: number, first: number): Media[] {
  const list = Array.isArray(urls) ? urls : []
  return list
    .filter((url) => /^https?:\/\//.test(String(url)))
    .map((url, index) => ({ number: product * PER_PRODUCT + first + index, url: String(url) }))
}

/** The name of `is_replcae` is spelled like this in the vendor's description. */
export function addImages({ group, call, shop }: ProductWrite): Answer {
  const { urls, image_type: type = 'main', is_replcae: replaces = false } = call.body
  if (!Array.isArray(urls) || urls.length === 0) return unprocessable('urls is missing')
  if (type !== 'main' && type !== 'detail') return unprocessable('image_type is invalid')
  const mistake = mistakeInImages({ images: urls })
  if (mistake) return mistake
  const name = type === 'main' ? 'medias' : 'detailMedias'
  const { medias, detailMedias, [name]: before } = shop.state.products.get(group.number)
  const next = Math.max(-1, ...[...medias, ...detailMedias].map(({ number }) => number % PER_PRODUCT)) + 1
  const added = toMedias(urls, group.number, next)
  shop.state.products.change(group.number, { [name]: replaces === true ? added : [...before, ...added] })
  return touched({ group, call, shop })
}

export function deleteImages({ group, call, shop }: ProductWrite): Answer {
  const gone = new Set(Array.isArray(call.body.media_ids) ? call.body.media_ids.map(String) : [])
  const { medias, detailMedias } = shop.state.products.get(group.number)
  const remain = (list: readonly Media[]) => list.filter(({ number }) => !gone.has(ids.media(number)))
  shop.state.products.change(group.number, { medias: remain(medias), detailMedias: remain(detailMedias) })
  touched({ group, call, shop })
  return ok({ result: 'success' })
}

/** A change of what only SHOPLINE has changes the product's time, too. */
function touched({ group, call, shop }: ProductWrite): Answer {
  for (const { id } of group.members.slice(0, 1)) shop.world.updateProduct(id, {})
  return answerProduct(group.number, call, shop)
}
