import { useLingui } from '@lingui/react/macro'
import { regionalLocale } from '../texts/texts.ts'

/** Locale for `Intl`: the language of the page, in the region of the browser. */
export function useLocale(): string {
  const { i18n } = useLingui()
  return regionalLocale(i18n.locale)
}
