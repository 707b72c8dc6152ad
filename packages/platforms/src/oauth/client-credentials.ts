import { PermanentError } from '../contract/errors.ts'
import type { OwnApp } from '../contract/own-app.ts'
import { readOwnClient } from './own-client.ts'

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
  const own = ownApp && readOwnClient(ownApp)
  const id = own ? own.clientId : clientId
  const secret = own ? own.clientSecret : clientSecrets[0]
  if (id && secret) return { client_id: id, client_secret: secret }
  throw new PermanentError(ownApp ? missing.ownApp : missing.ours, { platform })
}
