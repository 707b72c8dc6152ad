import { pairOf } from '../ids.ts'
import { readFields, type Shape } from '../writes/read-fields.ts'
import { alreadyExists, invalid, missing } from '../writes/refusal.ts'
import { type Body, found, type Target } from '../writes/writer.ts'
import { changeTexts, clearTexts, descriptionShape, setTags } from './change-texts.ts'
import { hasDescription } from './descriptions.ts'
import { recordOfProduct } from './product-record.ts'
import { addSpecial, removeSpecials, specialShape } from './specials.ts'
import { hasTags } from './tags.ts'

interface Relation {
  /** `null`: the product is being made. */
  productId: number | null
  /** The list takes the place of the one before; otherwise it is added to it, and none of it may exist already. */
  isReplaced: boolean
}

type Apply = (productId: number) => void
type Prepare = (items: readonly Body[], relation: Relation, target: Target) => Apply

const tagShape: Shape = { texts: ['tags'], refs: { language: 'language' } }
const categoryShape: Shape = { refs: { category: 'category', product: 'product' } }
const aliasShape: Shape = { texts: ['urlAlias', 'type'], refs: { language: 'language' } }
const LANGUAGES = [1, 2]

const relations: Readonly<Record<string, Prepare>> = {
  productDescriptions(items, { productId: existing, isReplaced }, target) {
    const texts = items.map((item) => {
      const { values, refs } = readFields(item, descriptionShape, target)
      if (!refs.language) throw missing('productDescriptions.language')
      if (existing && !isReplaced && hasDescription(pairOf(existing, refs.language), target)) throw alreadyExists()
      return { values, language: refs.language }
    })
    return (productId) => {
      if (isReplaced) clearTexts(productId, target)
      for (const { values, language } of texts) changeTexts(productId, language, values, target)
    }
  },
  productTags(items, { productId: existing, isReplaced }, target) {
    const tags = items.map((item) => {
      const { values, refs } = readFields(item, tagShape, target)
      if (!refs.language) throw missing('productTags.language')
      if (existing && !isReplaced && hasTags(pairOf(existing, refs.language), target)) throw alreadyExists()
      return { text: values.tags ?? '', language: refs.language }
    })
    return (productId) => {
      if (isReplaced) for (const language of LANGUAGES) setTags(productId, language, null, target)
      for (const { text, language } of tags) setTags(productId, language, text, target)
    }
  },
  productCategoryRelations(items, { productId: existing, isReplaced }, target) {
    const before = existing && !isReplaced ? found(target.shop.products.get(existing)).categoryIds : []
    const sent = items.map((item) => {
      const { category } = readFields(item, categoryShape, target).refs
      if (!category) throw missing('productCategoryRelations.category')
      if (before.includes(category)) throw alreadyExists()
      return category
    })
    return (productId) => void target.shop.updateProduct(productId, { categoryIds: [...before, ...new Set(sent)] })
  },
  productSpecials(items, { isReplaced }, target) {
    const specials = items.map((item) => readFields(item, specialShape, target))
    return (productId) => {
      if (isReplaced) removeSpecials(productId, target)
      for (const fields of specials) addSpecial(productId, fields, target)
    }
  },
  urlAliases(items, _relation, target) {
    const [alias] = items.map((item) => readFields(item, aliasShape, target).values.urlAlias)
    return (productId) => {
      const { records } = target.formats
      const record = recordOfProduct(found(target.shop.products.get(productId)), records)
      records.products.set(productId, { ...record, urlAlias: alias ?? null })
    }
  },
  customerGroupProductPrices(items) {
    if (items.length > 0) throw invalid('The sandbox has no customerGroupProductPrices')
    return () => undefined
  },
}

export const related: readonly string[] = Object.keys(relations)

/** Checks the related lists of `productExtend` that were sent. https://doc.shoprenter.hu/development/api/06_extend_resource.html */
export function prepareRelated(nested: Body, relation: Relation, target: Target): Apply {
  const changes = Object.entries(relations).flatMap(([name, prepare]) =>
    name in nested ? [prepare(itemsOf(name, nested[name]), relation, target)] : [],
  )
  return (productId) => {
    for (const change of changes) change(productId)
  }
}

/** `urlAliases` is one object despite its name. */
function itemsOf(name: string, value: unknown): readonly Body[] {
  const items = name === 'urlAliases' && !Array.isArray(value) ? [value] : value
  if (!Array.isArray(items)) throw invalid(`${name} must be a list`)
  for (const item of items)
    if (typeof item !== 'object' || item === null) throw invalid(`${name} must be a list of objects`)
  return items as Body[]
}
