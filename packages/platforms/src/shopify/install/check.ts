import { AuthRevokedError, PermanentError } from '../../contract/errors.ts'
import type { Finding } from '../../contract/shop-client.ts'
import type { ShopifyApi } from '../api/api.ts'
import { endingVersion, otherVersion } from '../api/api-version.ts'
import { check, checkLocations } from '../api/graphql/documents.ts'
import { missingScopes } from './scopes.ts'

interface CheckOptions {
  domain: string
  version: string
  wantedScopes: readonly string[]
  now: Date
}

/** Problems of the connection, found by calls to the shop. Temporary errors are thrown, because they prove nothing. */
export async function checkShop(api: ShopifyApi, options: CheckOptions): Promise<Finding[]> {
  const { domain, version, wantedScopes, now } = options
  const reported = await api.query(check, {}).catch(toFinding)
  if ('part' in reported) return [reported]
  const missing = missingScopes(
    wantedScopes,
    reported.currentAppInstallation.accessScopes.map(({ handle }) => handle),
  )
  return [
    ...findDomain(reported.shop.myshopifyDomain, domain),
    ...missing.map(scopeFinding),
    ...findVersion(version, api.lastVersion(), now),
    ...(missing.includes('read_locations') ? [] : await findLocation(api)),
  ]
}

function toFinding(error: unknown): Finding {
  if (error instanceof AuthRevokedError) return { part: 'token', detail: error.message }
  if (!(error instanceof PermanentError)) throw error
  if (error.missingScope) return { part: 'scope', detail: error.message }
  return { part: error.status === 404 ? 'domain' : 'token', detail: error.message }
}

function findDomain(answered: string, asked: string): Finding[] {
  if (answered.toLowerCase() === asked) return []
  return [
    { part: 'domain', detail: `The token belongs to ${answered}. Enter a token of ${asked}, or connect ${answered}.` },
  ]
}

function scopeFinding(scope: string): Finding {
  return {
    part: 'scope',
    detail: `Scope ${scope} is not granted. The merchant must approve it, or remove it from SHOPIFY_SCOPES.`,
  }
}

function findVersion(asked: string, answered: string | null, now: Date): Finding[] {
  const other = answered && answered !== asked ? otherVersion(asked, answered) : null
  return [other, endingVersion(asked, now)].flatMap((detail) => (detail ? [{ part: 'version' as const, detail }] : []))
}

async function findLocation(api: ShopifyApi): Promise<Finding[]> {
  const { locations } = await api.query(checkLocations, {})
  if (locations.nodes.length > 0) return []
  return [
    {
      part: 'location',
      detail: 'The shop has no active location, so there is no stock to read. Activate a location in the shop.',
    },
  ]
}
