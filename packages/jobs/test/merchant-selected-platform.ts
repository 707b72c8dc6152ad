import { AuthRevokedError, type Platform, RetryableError } from '@shopmirror/platforms'
import { plainGuide } from '@shopmirror/platforms/testing'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

/** The consent of a platform on paper, whose merchants select the shop. */
export interface Consents {
  /** The shop of each unused code. */
  open: Map<string, string>
  /** How often a code was asked about. */
  asked: number
  /** The next so many exchanges end without an answer, before the code is spent. */
  silent: number
}

/** A code tells whose it is when it is exchanged, once. */
export function createSelectedPlatform(consents: Consents, now: () => Date): Platform {
  const paper = createPaperPlatform(createPaperShop(0), now)
  return {
    ...paper,
    tokens: {
      grant: async () => {
        throw new AuthRevokedError('There is no code: open the app again.')
      },
      refresh: async ({ current }) => current,
    },
    install: {
      kind: 'merchant_selects_shop',
      guide: plainGuide,
      consentUrl: (state) => new URL(`https://consent.example.com/?state=${state}`),
      readCallback: () => ({ ok: false, reason: 'malformed' }),
      exchangeCode: async (code) => {
        consents.asked += 1
        if (consents.silent-- > 0) throw new RetryableError('No answer.')
        const domain = consents.open.get(code)
        if (domain === undefined || !consents.open.delete(code)) throw new AuthRevokedError('invalid_grant')
        const expiresAt = new Date(now().getTime() + 86_400_000)
        return { domain, tokens: { accessToken: `token-of-${code}`, expiresAt, refreshToken: `next-of-${code}` } }
      },
    },
  }
}
