import type { PublicUrl } from '@shopmirror/config'
import type { Language } from '../http/languages.ts'
import type { LinkPlaces } from './start-pages.ts'

/** The pages of a link, in the language that the merchant reads. */
export function placesOf(token: string, language: Language, { path }: PublicUrl): LinkPlaces {
  const root = `${path}/connect/${token}`
  const query = `?lang=${language}`
  return {
    choose: `${root}${query}`,
    shop: (platform) => `${root}/${platform}${query}`,
    next: (platform) => `${root}/${platform}/continue${query}`,
  }
}
