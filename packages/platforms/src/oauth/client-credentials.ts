import { PermanentError } from '../contract/errors.ts'
import type { OwnApp } from '../contract/own-app.ts'
import { readOwnClient } from './own-client.ts'

interface AppCredentials {
  platform: string
  /** The shop's own app, used instead of the app from settings. */
  ownApp: OwnApp | undefined
  clientId: string | undefined
  /** Only the first one is used. */
  clientSecrets: readonly string[]
  /** Error messages for missing credentials. */
  missing: { ours: string; ownApp: string }
}

/** Client id and secret of a token request. Throws `PermanentError` when either is missing. */
export function clientCredentials({ platform, ownApp, clientId, clientSecrets, missing }: AppCredentials): {
  client_id: string
  client_secret: string
} {
  const own = ownApp && readOwnClient(ownApp)
  const id = own ? own.clientId : clientId
  const secret = own ? own.clientSecret : clientSecrets[0]
  if (id && secret) return { client_id: id, client_secret: secret }
  throw new PermanentError(ownApp ? missing.ownApp : missing.ours, { platform })
}
