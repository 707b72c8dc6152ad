import { PermanentError } from '../contract/errors.ts'
import type { OwnApp } from '../contract/tokens.ts'

interface AppCredentials {
  platform: string
  /** The shop's own app, which then stands in for ours. */
  ownApp: OwnApp | undefined
  clientId: string | undefined
  /** The first one is used. */
  clientSecrets: readonly string[]
  /** What to do when the credentials in question are missing. */
  missing: { ours: string; ownApp: string }
}

/** The client id and secret to ask with. Throws `PermanentError` when either is missing. */
export function clientCredentials({ platform, ownApp, clientId, clientSecrets, missing }: AppCredentials): {
  client_id: string
  client_secret: string
} {
  const id = ownApp ? ownApp.clientId : clientId
  const secret = ownApp ? ownApp.clientSecret : clientSecrets[0]
  if (id && secret) return { client_id: id, client_secret: secret }
  throw new PermanentError(ownApp ? missing.ownApp : missing.ours, { platform })
}
