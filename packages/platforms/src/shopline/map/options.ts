import type { MapContext, Wire } from './shapes.ts'
import { translated, translatedList } from './texts.ts'
import { idOf, list, text, words } from './wire.ts'

export interface Option {
  name: string | null
  value: string | null
}

/** The option values of a variation: its own, otherwise those of the options it refers to. */
export function optionsOf(variation: Wire, product: Wire, context: MapContext): Option[] {
  const said = translatedList(variation.fields_translations, context)
  const values = said.length > 0 ? said : valuesByIds(words(variation.variant_option_ids), product, context)
  const titles = list(product.field_titles)
  return values.map((value, place) => ({ name: titleOf(titles[place], context), value }))
}

function titleOf(title: Wire | undefined, context: MapContext): string | null {
  return title ? (translated(title.name_translations, context) ?? text(title.label)) : null
}

function valuesByIds(ids: readonly string[], product: Wire, context: MapContext): (string | null)[] {
  const options = list(product.variant_options)
  return ids.map((id) => translated(options.find((option) => idOf(option) === id)?.name_translations, context))
}
