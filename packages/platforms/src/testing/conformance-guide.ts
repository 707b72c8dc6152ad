import { expect, test } from 'vitest'
import type { InstallGuide, LocalText } from '../contract/install-guide.ts'
import type { Platform } from '../contract/platform.ts'

const languages = ['en', 'hu', 'de'] as const

/** Tests of what merchants are told before an install; without an app there is nothing to tell. */
export function describeGuide(stage: () => { platform: Platform; domain: string }): void {
  const guideOf = (): InstallGuide | null => {
    const { install } = stage().platform
    return install.kind === 'own_app_only' ? null : install.guide
  }

  test('merchants are told in every language what happens, in different words', () => {
    for (const text of textsOf(guideOf())) {
      const written = languages.map((language) => text[language])
      for (const words of written) expect(words.trim().length, JSON.stringify(text)).toBeGreaterThan(5)
      expect(new Set(written).size, JSON.stringify(text)).toBe(languages.length)
    }
  })

  test('the example of a shop name is one, with its suffix, without it, and in capitals', () => {
    const { platform } = stage()
    const field = guideOf()?.shopName
    if (!field) return
    const domain = platform.parseDomain(field.example)
    expect(domain).not.toBeNull()
    for (const typed of [`${field.example}${field.suffix}`, field.example.toUpperCase(), ` ${field.example} `])
      expect(platform.parseDomain(typed), typed).toBe(domain)
    expect(guideOf()?.displayName(domain ?? '')).toBe(`${field.example}${field.suffix}`)
  })

  test('what a merchant reads as the name of a shop is a name that is accepted', () => {
    const { platform, domain } = stage()
    const shown = guideOf()?.displayName(domain)
    if (shown !== undefined) expect(platform.parseDomain(shown)).toBe(domain)
  })

  test('installs start at one place: at a consent page of the platform, or in the admin of the shop', () => {
    const { platform, domain } = stage()
    const { install } = platform
    if (install.kind !== 'signed_by_platform') return
    expect(install.consentUrl === undefined).toBe(install.guide.admin !== undefined)
    expect(install.guide.shopName).toBeDefined()
    if (install.guide.admin) expect(install.guide.admin.url(domain).href).toContain(domain)
  })
}

function textsOf(guide: InstallGuide | null): LocalText[] {
  if (!guide) return []
  const { steps, shopName, admin } = guide
  return [
    ...steps,
    ...(shopName ? [shopName.label, shopName.hint] : []),
    ...(admin ? [admin.howTo, admin.reconnect] : []),
  ]
}
