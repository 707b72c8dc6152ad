import { definePlatform, PermanentError, type Platform } from '@shopmirror/platforms'
import { z } from 'zod'
import { signedPlatform } from './signed-platform.ts'

const settings = z.object({
  CHOICE_CLIENT_ID: z.string().optional(),
  CHOICE_REDIRECT_URL: z.string().default(''),
})

/** A platform whose merchants choose the shop at the consent, as SHOPLINE's do; it may bring our state back, or not. */
const choicePlatform = definePlatform({
  id: 'choice',
  settings,
  create({ CHOICE_CLIENT_ID: clientId, CHOICE_REDIRECT_URL: redirectUrl }): Platform {
    const {
      authorizeUrl: _authorizeUrl,
      verifyCallback: _verifyCallback,
      verifyEntry: _verifyEntry,
      ...rest
    } = signedPlatform
    return {
      ...{ ...rest, id: 'choice', configured: clientId !== undefined },
      choice: {
        url(state, domain) {
          if (redirectUrl === '') throw new PermanentError('Set CHOICE_REDIRECT_URL: the consent needs a way back.')
          const query = new URLSearchParams({
            state,
            redirect_uri: redirectUrl,
            ...(domain !== undefined && { domain }),
          })
          return new URL(`https://consent.example.com/authorize?${query}`)
        },
        read({ query }) {
          const parameters = new URLSearchParams(query)
          const code = parameters.get('code')
          const state = parameters.get('state')
          if (!code || parameters.has('error')) return { ok: false, reason: 'malformed' }
          return { ok: true, value: { code, ...(state !== null && { state }) } }
        },
        exchange: async () => {
          throw new Error('Only workers exchange codes.')
        },
      },
    }
  },
})

export const loadChoicePlatform = (env: Record<string, string>, id = 'choice'): Platform => ({
  ...choicePlatform.load(env, { now: () => new Date() }),
  id,
})
