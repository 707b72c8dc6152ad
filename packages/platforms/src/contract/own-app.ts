import type { z } from 'zod'

/**
 * Credentials that a merchant created for one shop: an API client, a token, a key with its secret. A JSON object that only
 * the platform reads. Everything else stores it encrypted as one value and hands it back.
 */
export type OwnApp = Readonly<Record<string, unknown>>

/** What a merchant's own credentials look like on a platform. */
export interface OwnAppFormat {
  /** The fields that `POST /api/v1/shops` takes, each with a description; one strict object for each alternative. */
  readonly alternatives: readonly z.ZodObject[]
  /** The value to store for the fields of one alternative. */
  fromFields(fields: Readonly<Record<string, unknown>>): OwnApp
  /** The secret that signs webhooks of the shop's own app; `null` when there is none. Does not throw. */
  webhookSecretOf(ownApp: OwnApp): string | null
}
