import type { Clock } from '../clock.ts'

const LIFE_MS = 600_000

export interface Code {
  merchantId: string
  scopes: readonly string[]
  /** The only redirect URI with which the code may be exchanged. */
  redirectUri: string
}

/** Codes between the consent and their exchange. */
export interface CodeStore {
  keep(text: string, code: Code): string
  /** Works once, before its expiry, with the redirect URI it was issued for; a failed attempt does not use it up. */
  spend(text: string, redirectUri: unknown): Code | undefined
  ownerOf(text: string): string | undefined
  drop(merchantId: string): void
}

export function createCodeStore(clock: Clock): CodeStore {
  const codes = new Map<string, Code & { until: number }>()
  return {
    keep(text, code) {
      codes.set(text, { ...code, until: clock.now() + LIFE_MS })
      return text
    },
    spend(text, redirectUri) {
      const code = codes.get(text)
      if (!code || code.until <= clock.now() || code.redirectUri !== redirectUri) return undefined
      codes.delete(text)
      return code
    },
    ownerOf: (text) => codes.get(text)?.merchantId,
    drop(merchantId) {
      for (const [text, code] of codes) if (code.merchantId === merchantId) codes.delete(text)
    },
  }
}
