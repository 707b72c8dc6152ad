import type { Wire } from '../../map/shapes.ts'

/** The names of a product's options, or a variation's values of them: the first is of type `custom_1`. */
export function optionTexts(texts: readonly string[], language: string): Wire[] {
  return texts.map((text, index) => ({ type: `custom_${index + 1}`, name_translations: { [language]: text } }))
}
