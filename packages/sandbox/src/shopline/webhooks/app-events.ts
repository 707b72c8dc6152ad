import { timeOf } from '../times.ts'
import { ids } from '../world-ids.ts'

/** Two generations of names for the same. */
export type Generation = 'current' | 'app_installation_token'

export interface InstallationToken {
  id: string
  token: string
  scopes: readonly string[]
  /** ms. */
  createdAt: number
}

const APPLICATION = '5a0000ff0000000000000001'
const LIFE_SECONDS = 9_999_999_999
const YEAR_2340_MS = Date.UTC(2340, 1, 14, 21, 47, 11, 638)

export function tokenTopic(verb: 'create' | 'revoke', generation: Generation): string {
  return generation === 'current' ? `access_token/${verb}` : `access_token/app_installation_token_${verb}`
}

/** https://shopline-developers.readme.io/docs/2-webhook-topic-and-payload-examples */
export function applicationDocument(merchantId: string, at: number, isRemoved = false): object {
  // Their times have as many fraction digits as they need.
  const time = new Date(at).toISOString().replace(/0+Z$/, 'Z').replace('.Z', 'Z')
  return {
    ...{ _id: `${merchantId.slice(0, 16)}000000a1`, app_settings: { app_scripts_activated: false } },
    ...{ application_id: APPLICATION, application_version: '1', authorized_at: time },
    ...{ authorized_grants_digest: 'a1b2', requested_grants_digest: 'a1b2', created_at: time },
    ...{ deleted_at: isRemoved ? time : null, installed_by: 'MERCHANT', merchant_id: merchantId, updated_at: time },
  }
}

/** The application is named otherwise here than in the install: only the merchant connects the two. */
export function tokenDocument(
  merchantId: string,
  { id, token, scopes, createdAt }: InstallationToken,
  { generation, revokedAt }: { generation: Generation; revokedAt?: number },
): object {
  return {
    ...{ _id: id, application_id: `${APPLICATION.slice(0, -1)}2`, created_at: timeOf(createdAt) },
    ...{ expires_at: timeOf(YEAR_2340_MS), expires_in: LIFE_SECONDS },
    resource_owner_id: { id: merchantId, performer_id: ids.staff(1) },
    ...{ scopes: scopes.join(' '), token, updated_at: timeOf(revokedAt ?? createdAt) },
    ...(revokedAt !== undefined && { revoked_at: timeOf(revokedAt) }),
    ...(generation === 'app_installation_token' && { is_app_installation_token: true, version_type: 'TESTING' }),
  }
}
