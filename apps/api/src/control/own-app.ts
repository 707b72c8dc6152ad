import type { OwnApp } from '@shopmirror/platforms'
import { z } from 'zod'
import { text } from '../http/fields.ts'

const shop = {
  platform: text({ max: 40 }),
  domain: text({ max: 2_048 }).describe("The shop's name or address"),
}
const secret = text({ max: 1_024 })
const EITHER = 'send either client_id with client_secret, or access_token'

const withClient = z
  .object({
    ...shop,
    client_id: text({ max: 255, error: EITHER }).describe('Client id of an API client that the merchant created'),
    client_secret: secret.describe('Secret of that API client; webhooks are signed with it'),
  })
  .strict()
  .meta({ title: 'With an API client' })

const withToken = z
  .object({
    ...shop,
    access_token: z
      .string(EITHER)
      .min(1)
      .max(1_024)
      .regex(/^[\x21-\x7e]+$/, 'contains characters that are not allowed in a token')
      .describe('A non-expiring token that the merchant created'),
    client_secret: secret.optional().describe('Secret with which webhooks are signed, if the platform signs them'),
  })
  .strict()
  .meta({ title: 'With an access token' })

export const ownAppSchema = z.union([withClient, withToken])

/** The request's body as the platform contract expects it. */
export function toOwnApp(body: z.output<typeof ownAppSchema>): OwnApp {
  const clientSecret = body.client_secret
  return {
    ...(clientSecret !== undefined && { clientSecret }),
    ...('client_id' in body ? { clientId: body.client_id } : { accessToken: body.access_token }),
  }
}
