import type { Change, KindWrites, ReadBack, WriteCapability, WriteOutcome } from '../../../contract/writes.ts'
import { idOf, list, text, type Wire } from '../../api/wire.ts'
import type { Facts } from '../../read/profile.ts'
import { writeAll } from '../difference.ts'
import { inTurn } from '../in-turn.ts'
import type { BatchWrite, WriteContext } from '../write-batch.ts'
import { readProduct } from './find-product.ts'

type TagsKind = 'tags.add' | 'tags.remove'

export const tagsCapability: WriteCapability<TagsKind> = {
  ...{ class: 'repeatable', changesPerCall: 1, fields: ['tags'] },
  scopes: ['product.product:write', 'product.product:read'],
  check: ({ target, payload }) => [
    ...(target.type === 'product'
      ? []
      : [{ path: 'object.type', message: 'has to be product: ShopRenter has no tags of orders and customers' }]),
    ...payload.tags.flatMap((tag, index) => commaFault(tag, `payload.tags.${index}`)),
  ],
}

export function commaFault(tag: string, path: string): { path: string; message: string }[] {
  return tag.includes(',') ? [{ path, message: 'must not contain a comma, which separates tags in ShopRenter' }] : []
}

/** Adds or removes single tags, in the shop's first language: a product has one text of tags for each language. */
export function createTagWrites<Kind extends TagsKind>(kind: Kind, context: WriteContext): KindWrites<Kind> {
  const tagsAfter = (present: readonly string[], tags: readonly string[]) =>
    kind === 'tags.add' ? [...new Set([...present, ...tags])] : present.filter((tag) => !tags.includes(tag))
  const send = async ({ target, payload }: Change<TagsKind>): Promise<WriteOutcome> => {
    const product = await readProduct(target.id, context)
    if (!product) return { kind: 'refused', code: 'product_not_found', message: 'The shop has no such product.' }
    const { facts } = await context.mapping()
    const wanted = tagsAfter(tagsIn(product, facts), payload.tags)
    return (await writeAll(context, tagWrites(wanted, target.id, { product, facts }))) ?? { kind: 'done' }
  }
  const readBack = async ({ target, payload }: Change<TagsKind>): Promise<ReadBack> => {
    const product = await readProduct(target.id, context)
    if (!product) return { isAsWanted: false, actual: null }
    const actual = tagsIn(product, (await context.mapping()).facts)
    const wanted = tagsAfter(actual, payload.tags)
    return { isAsWanted: wanted.length === actual.length, actual }
  }
  return {
    objectOf: ({ target }) => ({ resource: 'products', externalId: target.id }),
    send: ({ changes }) => inTurn(changes as readonly Change<TagsKind>[], send),
    readBack: (changes) => inTurn(changes as readonly Change<TagsKind>[], readBack),
  }
}

interface TagContext {
  product: Wire
  facts: Facts
}

/** https://doc.shoprenter.hu/api/product_tag.html */
export function tagWrites(wanted: readonly string[], productId: string, { product, facts }: TagContext): BatchWrite[] {
  const before = entryOf(product, facts)
  const id = before && idOf(before)
  const tags = wanted.join(',')
  if (tagsIn(product, facts).join(',') === tags) return []
  if (id && tags === '') return [{ method: 'DELETE', path: pathOf(id) }]
  if (id) return [{ method: 'PUT', path: pathOf(id), data: { tags } }]
  const language = { id: languageIdOf(facts) }
  return [{ method: 'POST', path: 'productTags', data: { tags, language, product: { id: productId } } }]
}

function tagsIn(product: Wire, facts: Facts): string[] {
  const tags = text(entryOf(product, facts)?.tags)?.split(',') ?? []
  return tags.map((tag) => tag.trim()).filter(Boolean)
}

function entryOf(product: Wire, facts: Facts): Wire | undefined {
  const languageId = languageIdOf(facts)
  return list(product.productTags).find(({ language }) => idOf(language) === languageId)
}

function languageIdOf({ languages, defaultLanguage }: Facts): string {
  return Object.entries(languages).find(([, code]) => code === defaultLanguage)?.[0] ?? ''
}

const pathOf = (id: string) => `productTags/${encodeURIComponent(id)}`
