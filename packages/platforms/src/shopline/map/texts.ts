import type { Json } from '../../contract/mirror-rows.ts'
import type { MapContext, Wire } from './shapes.ts'
import { object, text } from './wire.ts'

/** `{"en":"Mug","zh-hant":"杯子"}`: the shop's language, otherwise the first that is not empty. */
export function translated(translations: Json | undefined, { defaultLanguage }: MapContext): string | null {
  return text(preferred(translations, defaultLanguage, (value) => text(value) !== null))
}

/** `{"en":["Red","L"]}`: the list in the shop's language, if there is one. */
export function translatedList(translations: Json | undefined, { defaultLanguage }: MapContext): (string | null)[] {
  const values = preferred(translations, defaultLanguage, (value) => Array.isArray(value) && value.length > 0)
  return Array.isArray(values) ? values.map(text) : []
}

function preferred(
  translations: Json | undefined,
  language: string,
  says: (value: Json | undefined) => boolean,
): Json | undefined {
  const byLanguage = object(translations)
  const key = Object.keys(byLanguage).find((code) => code.toLowerCase() === language.toLowerCase())
  const own = key === undefined ? undefined : byLanguage[key]
  return says(own) ? own : Object.values(byLanguage).find(says)
}

/** Texts by language, under the names the mirror uses: `{"en":{"title":"Mug"}}`. Empty ones are left out. */
export function textsOf(wire: Wire, names: Readonly<Record<string, string>>): Json {
  const texts = new Map<string, Wire>()
  for (const [name, source] of Object.entries(names)) {
    for (const [language, value] of Object.entries(object(wire[source]))) {
      const written = text(value)
      if (written !== null) texts.set(language, { ...texts.get(language), [name]: written })
    }
  }
  return Object.fromEntries(texts)
}
