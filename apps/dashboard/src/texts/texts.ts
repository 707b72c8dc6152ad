import { i18n, type Messages } from '@lingui/core'

/** Languages of the dashboard, each by its own name; English is the language of the source. */
export const languages = { en: 'English', hu: 'Magyar', de: 'Deutsch' } as const
export type Language = keyof typeof languages

const STORAGE_KEY = 'shopmirror-language'

type Catalog = () => Promise<{ messages: Messages }>
const ofScreens = import.meta.glob<{ messages: Messages }>('../screens/*/locales/*.po')
const shared = import.meta.glob<{ messages: Messages }>('./locales/*.po')

/** Paths of the catalogs in use, without language. */
const inUse = new Set(['./locales'])

/** Before a screen is drawn: its texts in the current language. `screen` is the name of its folder. */
export async function loadTexts(screen: string): Promise<void> {
  const folder = `../screens/${screen}/locales`
  inUse.add(folder)
  await load(folder, currentLanguage())
}

/** Shows the page in this language, and from now on. */
export async function setLanguage(language: Language): Promise<void> {
  await Promise.all([...inUse].map((folder) => load(folder, language)))
  i18n.activate(language)
  document.documentElement.lang = language
  localStorage.setItem(STORAGE_KEY, language)
}

/** The language chosen before, else the browser's, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(STORAGE_KEY) ?? '', ...navigator.languages]
  return wanted.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en'
}

/** For `Intl`: the browser's region of the language, such as `en-GB`, so that dates look as they do elsewhere on it. */
export function regionalLocale(language: string): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language
}

export function currentLanguage(): Language {
  return isLanguage(i18n.locale) ? i18n.locale : preferredLanguage()
}

function isLanguage(text: string | undefined): text is Language {
  return text !== undefined && Object.hasOwn(languages, text)
}

async function load(folder: string, language: Language): Promise<void> {
  const path = `${folder}/${language}.po`
  const catalog: Catalog | undefined = ofScreens[path] ?? shared[path]
  if (!catalog) throw new Error(`There is no ${path}. Run: npm run texts`)
  i18n.load(language, (await catalog()).messages)
}
