import type { Json } from '../../../contract/mirror-rows.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import { idOf, list, text, type Wire } from '../../api/wire.ts'
import type { Facts } from '../../read/profile.ts'
import type { BatchWrite } from '../write-batch.ts'
import type { Refused } from '../write-one.ts'

/** Texts of a product in one language of the shop. */
export interface LanguageTexts {
  languageId: string
  texts: Record<string, string>
}

/** The texts of the payload by the shop's languages, or which language it does not have. */
export function textsOf(payload: Payload<'product.save'>, facts: Facts): LanguageTexts[] | Refused {
  const { title, description_html, translations = {} } = payload
  const own = { ...(title !== undefined && { title }), ...(description_html !== undefined && { description_html }) }
  const languages = { ...translations, ...(Object.keys(own).length > 0 && { [facts.defaultLanguage]: own }) }
  const found: LanguageTexts[] = []
  for (const [code, { title: name, description_html: description }] of Object.entries(languages)) {
    const languageId = Object.entries(facts.languages).find(([, known]) => known === code)?.[0]
    if (!languageId) {
      const known = Object.values(facts.languages).join(', ')
      const message = `The shop has no language ${code}. Choose from ${known}, or add it in the shop's settings.`
      return { kind: 'refused', code: 'unknown_language', message }
    }
    const texts = { ...(name !== undefined && { name }), ...(description !== undefined && { description }) }
    found.push({ languageId, texts })
  }
  return found
}

/** One object for each product and language; what is not given of it stays. https://doc.shoprenter.hu/api/product_description.html */
export function textWrites(wanted: readonly LanguageTexts[], productId: string, product: Wire): BatchWrite[] {
  const present = list(product.productDescriptions)
  return wanted.flatMap(({ languageId, texts }): BatchWrite[] => {
    const before = present.find(({ language }) => idOf(language) === languageId)
    const id = before && idOf(before)
    if (!id) {
      const refs = { product: { id: productId }, language: { id: languageId } }
      return [{ method: 'POST', path: 'productDescriptions', data: { ...texts, ...refs } }]
    }
    const isSame = Object.entries(texts).every(([field, value]) => (text(before[field]) ?? '') === value)
    return isSame ? [] : [{ method: 'PUT', path: `productDescriptions/${encodeURIComponent(id)}`, data: texts }]
  })
}

/** As a new product takes them. */
export function newDescriptions(wanted: readonly LanguageTexts[]): Json {
  return wanted.map(({ languageId, texts }) => ({ ...texts, language: { id: languageId } }))
}
