import type { ShopEvent } from '../../../contract/shop-event.ts'
import type { TokenSet } from '../../../contract/tokens.ts'
import { momentOf as stampOf, textOf, timeOf } from '../envelope.ts'
import type { WrittenObject } from '../written-json.ts'
import { ignored, type Message, type Reader } from './events.ts'

const CREATED = /(^|[/_])(token_)?create$/
const REVOKED = /(^|[/_])(token_)?revoke$/
/** Subjects of topics about the app's access. Their names differ between the samples and the list. */
const subjects: ReadonlySet<string> = new Set(['application', 'access_token', 'app_installation_token'])

/** https://shopline-developers.readme.io/docs/app-installation-token */
export function isAboutAccess(topic: string): boolean {
  return subjects.has(topic.split('/')[0] ?? '')
}

/** App installed and removed. Must be signed with the app's secret; a shop's own address is sufficient only for hints. */
export const readApplication: Reader = (message) => {
  const { topic, about } = message.delivery
  if (about !== 'access') return ignored(`${topic} is accepted only if it is signed with the app's secret.`)
  if (topic === 'application/install') return [{ kind: 'access', change: 'installed', at: momentOf(message) }]
  if (topic === 'application/uninstall') return [{ kind: 'access', change: 'removed', at: momentOf(message) }]
  return ignored(`Topic ${topic} is not mirrored.`)
}

/** Token created and revoked, with old and new names. */
export const readToken: Reader = (message) => {
  const { topic, about } = message.delivery
  if (about !== 'access') return ignored(`${topic} is accepted only if it is signed with the app's secret.`)
  const tokenId = textOf(message.resource._id) ?? textOf(message.resource.id)
  if (!tokenId) return ignored(`The body of ${topic} does not name a token.`)
  if (REVOKED.test(topic)) return [{ kind: 'access', change: 'token_revoked', at: momentOf(message), tokenId }]
  if (!CREATED.test(topic)) return ignored(`Topic ${topic} is not mirrored.`)
  return given(tokenId, message)
}

function given(tokenId: string, message: Message): ShopEvent[] {
  const { resource } = message
  const accessToken = textOf(resource.token)
  if (!accessToken) return ignored(`The body of ${message.delivery.topic} does not contain a token.`)
  const scopes = textOf(resource.scopes)
  const tokens: TokenSet = {
    ...{ id: tokenId, accessToken },
    // Practically never; without a value, still not endless.
    expiresAt: timeOf(resource.expires_at),
    ...(scopes && { scopes: scopes.split(/\s+/).filter(Boolean) }),
  }
  return [{ kind: 'access', change: 'token_given', at: momentOf(message), tokenId, tokens }]
}

/** Time of an event: from the platform, otherwise the latest time in the object, otherwise time of receipt. Nanoseconds. */
function momentOf({ ts, resource, delivery }: Message): bigint {
  return ts ?? stampOf(latestIn(resource) ?? delivery.triggeredAt ?? delivery.receivedAt)
}

function latestIn(resource: WrittenObject): Date | null {
  const times = [resource.revoked_at, resource.deleted_at, resource.updated_at, resource.created_at]
  return times.map(timeOf).find((time) => time !== null) ?? null
}
