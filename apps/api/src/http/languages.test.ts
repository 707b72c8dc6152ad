import { expect, test } from 'vitest'
import { languages, pickLanguage } from './languages.ts'
import { fill, messages, problems } from './messages.ts'

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['fr', 'en'],
  ['hu', 'hu'],
  ['hu-HU,hu;q=0.9,en;q=0.8', 'hu'],
  ['en;q=0.3, DE-at;q=0.8', 'de'],
  ['fr-CH, fr;q=0.9, de;q=0.7, *;q=0.5', 'de'],
  ['hu;q=0, de;q=0.1', 'de'],
  ['hu;q=abc', 'en'],
  [';;;,,,q=1', 'en'],
])('Accept-Language %s gets %s', (header, language) => {
  expect(pickLanguage(header)).toBe(language)
})

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()

test.each(Object.entries(problems))('%s says the same in every language', (_name, entry) => {
  for (const language of languages) {
    expect(entry[language].title).not.toBe('')
    expect(places(entry[language].detail)).toEqual(places(entry.en.detail))
  }
})

test.each(Object.entries(messages))('%s says the same in every language', (_name, entry) => {
  for (const language of languages) expect(places(entry[language])).toEqual(places(entry.en))
})

test('a place without its parameter stays visible instead of saying nothing', () => {
  expect(fill('{domain} is {status}', { domain: 'minta' })).toBe('minta is {status}')
})
