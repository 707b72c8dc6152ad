import { startMerchants } from '@shopmirror/test/merchants.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { connectBy, expectMirrored, journeys, openWorld } from './connect-journeys.ts'

const system = await startMerchants()
afterAll(() => system[Symbol.asyncDispose]())

const languages = [
  { language: 'en', locale: 'en-GB', done: 'is connected and up to date', back: 'Back to demo' },
  { language: 'hu', locale: 'hu-HU', done: 'Csatlakoztatva és naprakész', back: 'Vissza: demo' },
  { language: 'de', locale: 'de-DE', done: 'auf dem neuesten Stand', back: 'Zurück zu demo' },
]

describe.each(journeys)('a merchant of $platform', (journey) => {
  test.each(languages)(
    'comes from the link to mirrored rows, in $language',
    async ({ locale, language, done, back }) => {
      const worldName = `${journey.platform.slice(0, 6)}-${language}`
      const domain = openWorld(system, journey, worldName)
      const returnUrl = 'http://localhost:9/back'
      const { url, id } = await system.link({ return_url: returnUrl })
      const page = await system.newPage({ locale })
      const end = await connectBy(journey, page, { url, worldName })
      expect(await end.locator('html').getAttribute('lang')).toBe(language)
      expect(await end.getByRole('heading', { level: 1 }).textContent()).toContain(done)
      expect(await end.getByRole('link', { name: back }).getAttribute('href')).toBe(returnUrl)
      await expectMirrored(system, domain)
      const links = await system.api.get<{ id: string; status: string }[]>('/api/v1/connect-links')
      expect(links.find((link) => link.id === id)?.status).toBe('used')
      await page.context().close()
    },
  )
})
