import type { OwnApp } from '@shopmirror/platforms'
import { z } from 'zod'

export const ownAppSchema = z
  .object({
    platform: z.string().max(40),
    domain: z.string().min(1).max(255).describe("The shop's name or address"),
    client_id: z.string().min(1).max(255).optional().describe('Of the API client; without it `access_token` is needed'),
    access_token: z
      .string()
      .min(1)
      .max(1_024)
      .regex(/^[\x21-\x7e]+$/, 'has characters that no token has')
      .optional()
      .describe('One that the merchant made and that does not expire; instead of `client_id`'),
    client_secret: z
      .string()
      .min(1)
      .max(1_024)
      .optional()
      .describe(
        'Of the API client; webhooks are signed with it. Only tokens of platforms that sign nothing for them go without',
      ),
  })
  .strict()
  .refine(({ client_id: id, access_token: token }) => (id === undefined) !== (token === undefined), {
    path: ['client_id'],
    message: 'give either client_id or access_token, beside client_secret',
  })
  .refine(({ client_id: id, client_secret: secret }) => id === undefined || secret !== undefined, {
    path: ['client_secret'],
    message: 'client_id needs its client_secret',
  })

export function toOwnApp(body: z.output<typeof ownAppSchema>): OwnApp {
  const { client_id: clientId, client_secret: clientSecret, access_token: accessToken } = body
  return {
    ...(clientSecret !== undefined && { clientSecret }),
    ...(clientId !== undefined && { clientId }),
    ...(accessToken !== undefined && { accessToken }),
  }
}
