import { definePlatform, PermanentError, type Platform } from '@shopmirror/platforms'
import { plainGuide } from '@shopmirror/platforms/testing'
import { z } from 'zod'
import { signedPlatform } from './signed-platform.ts'

const settings = z.object({
  SELECTED_CLIENT_ID: z.string().optional(),
  SELECTED_REDIRECT_URL: z.string().default(''),
})

/**
 * A platform whose merchants select the shop on the consent page, as SHOPLINE's do; it may bring our state back, or
 * not.
 */
const selectedPlatform = definePlatform({
  id: 'selected',
  settings,
  create: ({ SELECTED_CLIENT_ID: clientId, SELECTED_REDIRECT_URL: redirectUrl }): Platform => ({
    ...{ ...signedPlatform, id: 'selected', configured: clientId !== undefined },
    install: {
      kind: 'merchant_selects_shop',
      guide: plainGuide,
      consentUrl(state, domain) {
        if (redirectUrl === '') throw new PermanentError('Set SELECTED_REDIRECT_URL: the consent needs a way back.')
        const query = new URLSearchParams({ state, redirect_uri: redirectUrl, ...(domain !== undefined && { domain }) })
        return new URL(`https://consent.example.com/authorize?${query}`)
      },
      readCallback({ query }) {
        const parameters = new URLSearchParams(query)
        const code = parameters.get('code')
        const state = parameters.get('state')
        if (!code || parameters.has('error')) return { ok: false, reason: 'malformed' }
        return { ok: true, value: { code, ...(state !== null && { state }) } }
      },
      exchangeCode: async () => {
        throw new Error('Only workers exchange codes.')
      },
    },
  }),
})

export const loadSelectedPlatform = (env: Record<string, string>, id = 'selected'): Platform => ({
  ...selectedPlatform.load(env, { now: () => new Date() }),
  id,
})
