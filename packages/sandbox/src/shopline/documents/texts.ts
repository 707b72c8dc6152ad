import type { Texts } from '../../world/model.ts'

/** What is Hungarian in the world is the shop's own language here: SHOPLINE does not know Hungarian. */
export const languages = { own: 'zh-hant', other: 'en' } as const

export type Translations<T = string> = Record<string, T>

export function translate({ hu, en }: Texts): Translations {
  return { [languages.own]: hu, [languages.other]: en }
}

export function named(own: string, other: string): Translations {
  return { [languages.own]: own, [languages.other]: other }
}
