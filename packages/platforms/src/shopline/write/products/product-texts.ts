import type { Payload } from '../../../contract/push-kinds.ts'
import type { Wire } from '../../map/shapes.ts'
import { object, text } from '../../map/wire.ts'

type ProductSave = Payload<'product.save'>

/** Texts by language, `title_translations` and `description_translations`: those that are given over those that are there. */
export function textsBody(payload: ProductSave, language: string, present: Wire = {}): Wire {
  const given = { title: payload.title, description_html: payload.description_html }
  const languages = { [language]: given, ...lowerCased(payload.translations ?? {}) }
  const pick = (name: keyof typeof given) =>
    Object.entries(languages).flatMap(([code, texts]) =>
      texts[name] === undefined ? [] : [[code, texts[name]] as const],
    )
  const [titles, descriptions] = [pick('title'), pick('description_html')]
  return {
    ...(titles.length > 0 && { title_translations: over(present.title_translations, titles) }),
    ...(descriptions.length > 0 && { description_translations: over(present.description_translations, descriptions) }),
  }
}

/** Whether the texts of a body are there. */
export function hasTexts(product: Wire, body: Wire): boolean {
  return Object.entries(body).every(([name, translations]) =>
    Object.entries(object(translations)).every(([code, value]) => (text(object(product[name])[code]) ?? '') === value),
  )
}

/** `zh-Hant` is `zh-hant` here. */
function lowerCased<T>(byLanguage: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(byLanguage).map(([code, value]) => [code.toLowerCase(), value]))
}

/** Whether languages that are left out stay, is not documented. */
function over(present: Wire[string] | undefined, given: readonly (readonly [string, string])[]): Wire {
  return { ...object(present), ...Object.fromEntries(given) }
}
