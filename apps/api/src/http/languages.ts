import type { FastifyRequest } from 'fastify'

/** Languages of messages and pages; the first is the default. */
export const languages = ['en', 'hu', 'de'] as const
export type Language = (typeof languages)[number]

/** Of a page for a person: what its link says (`?lang=hu`), else what the browser likes. */
export function languageOf({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>): Language {
  const { lang } = (query ?? {}) as Record<string, unknown>
  return isLanguage(lang) ? lang : pickLanguage(headers['accept-language'])
}

/** The language of ours that the caller likes best; English when none is. */
export function pickLanguage(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '').split(',').map(readWish)
  const known = wishes.filter((wish): wish is Wish & { language: Language } => isLanguage(wish.language))
  const [best] = known.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)
  return best?.language ?? 'en'
}

interface Wish {
  language: string
  weight: number
}

function readWish(part: string): Wish {
  const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  return { language: tag.split('-')[0] ?? '', weight: quality ? Number.parseFloat(quality.slice(2)) || 0 : 1 }
}

function isLanguage(text: unknown): text is Language {
  return (languages as readonly unknown[]).includes(text)
}
