import { z } from 'zod'
import type { OwnApp, OwnAppFormat } from '../contract/own-app.ts'

/** A shop's own OAuth client or static token, as stored. */
const stored = z.object({
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  /** Does not expire, and is used as it is. */
  accessToken: z.string().optional(),
})

const textOf = (max: number, error?: string) =>
  z
    .string(error)
    .min(1)
    .max(max)
    .regex(/^\P{C}+$/u, 'contains control characters')

/** The message when a platform takes either and neither was given. */
export const EITHER = 'send either client_id with client_secret, or access_token'

/** An API client. `error`: the message when `client_id` is missing. */
export const apiClient = (error?: string) =>
  z
    .strictObject({
      client_id: textOf(255, error).describe('Client id of an API client that the merchant created'),
      client_secret: textOf(1_024).describe('Secret of that API client; webhooks are signed with it'),
    })
    .meta({ title: 'With an API client' })

/** The secret that signs webhooks of a shop with a token. */
export const signingSecret = textOf(1_024).describe('Secret with which webhooks are signed')

/** A token that does not expire. `error`: the message when `access_token` is missing. */
export const accessToken = <Secret extends z.ZodType>(clientSecret: Secret, error?: string) =>
  z
    .strictObject({
      access_token: z
        .string(error)
        .min(1)
        .max(1_024)
        .regex(/^[\x21-\x7e]+$/, 'contains characters that are not allowed in a token')
        .describe('A non-expiring token that the merchant created'),
      client_secret: clientSecret,
    })
    .meta({ title: 'With an access token' })

const fields = z.object({
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  access_token: z.string().optional(),
})

/** The format of own apps on platforms whose merchants create API clients or static tokens. */
export function ownClientFormat(alternatives: readonly z.ZodObject[]): OwnAppFormat {
  return {
    alternatives,
    fromFields(given) {
      const { client_id: clientId, client_secret: clientSecret, access_token: accessToken } = fields.parse(given)
      return {
        ...(clientSecret !== undefined && { clientSecret }),
        ...(clientId !== undefined && { clientId }),
        ...(accessToken !== undefined && { accessToken }),
      }
    },
    webhookSecretOf: (ownApp) => stored.safeParse(ownApp).data?.clientSecret ?? null,
  }
}

/** Reads a stored own app. */
export function readOwnClient(ownApp: OwnApp): z.output<typeof stored> {
  return stored.parse(ownApp)
}
