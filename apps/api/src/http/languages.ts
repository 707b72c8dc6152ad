import type { FastifyRequest } from 'fastify'

/** Languages of messages and pages; the first is the default. */
export const languages = ['en', 'hu', 'de'] as const
/** ISO 639-1. */
export type Language = (typeof languages)[number]

/** Language of a page: the link's (`?lang=hu`), else the browser's. */
export function languageOf({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>): Language {
  const { lang } = (query ?? {}) as Record<string, unknown>
  return isLanguage(lang) ? lang : pickLanguage(headers['accept-language'])
}

/** The language of ours that the caller likes best; English when none is. */
export function pickLanguage(acceptLanguage: string | undefined): Language {
  const preferences = (acceptLanguage ?? '').split(',').map(readPreference)
  const known = preferences.filter((preference): preference is Preference & { language: Language } =>
    isLanguage(preference.language),
  )
  const [best] = known.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)
  return best?.language ?? 'en'
}

interface Preference {
  language: string
  weight: number
}

function readPreference(part: string): Preference {
  const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  return { language: tag.split('-')[0] ?? '', weight: quality ? Number.parseFloat(quality.slice(2)) || 0 : 1 }
}

/** Whether it is one of `languages`. */
export function isLanguage(text: unknown): text is Language {
  return (languages as readonly unknown[]).includes(text)
}
