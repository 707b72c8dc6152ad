import type { Product } from '../../world/model.ts'
import type { VariantOption } from '../state/product-extras.ts'
import type { ShopState } from '../state/shop-state.ts'
import { ids } from '../world-ids.ts'
import { named, type Translations, translate } from './texts.ts'

type Json = Record<string, unknown>

const titles: Readonly<Record<string, Translations>> = {
  color: named('Szín', 'Color'),
  size: named('Méret', 'Size'),
}

/** As they were written; otherwise the color of the world. */
export function optionsOf({ id, color }: Product, state: ShopState): readonly VariantOption[] {
  return state.products.get(id).options ?? [{ type: 'color', name: translate(color) }]
}

/** Names of the options' types, in their order. */
export function fieldTitles(members: readonly Product[], state: ShopState): Json[] {
  const [longest = []] = members.map((member) => optionsOf(member, state)).toSorted((a, b) => b.length - a.length)
  return longest.map(({ type }) => {
    const name = titles[type] ?? named(type, type)
    return { key: type, label: name.en, name_translations: name }
  })
}

export function variantOptions(members: readonly Product[], state: ShopState): Json[] {
  const all = members.flatMap((member) =>
    optionsOf(member, state).map(({ type, name }, place) => ({ id: optionId(member, place), type, name })),
  )
  return all.map(({ id, type, name }, index) => ({ id, name_translations: name, type, media: null, index }))
}

export function optionId({ id }: Product, place: number): string {
  return place === 0 ? `vo${id}` : `vo${id}-${place}`
}

/** Values by language, as variations have them. */
export function fieldsTranslations(member: Product, state: ShopState): Translations<string[]> {
  const options = optionsOf(member, state)
  const locales = [...new Set(options.flatMap(({ name }) => Object.keys(name)))]
  return Object.fromEntries(locales.map((locale) => [locale, options.map(({ name }) => name[locale] ?? '')]))
}

export function mediaDocument({ number, url }: { number: number; url: string }): Json {
  return { id: ids.media(number), alt_translations: {}, images: { original: { width: 800, height: 800, url } } }
}
