import type { ShopEvent } from '../../../contract/shop-event.ts'
import type { TokenSet } from '../../../contract/tokens.ts'
import { momentOf as stampOf, textOf, timeOf } from '../envelope.ts'
import type { WrittenObject } from '../written-json.ts'
import { ignored, type Message, type Reader } from './events.ts'

const CREATED = /(^|[/_])(token_)?create$/
const REVOKED = /(^|[/_])(token_)?revoke$/
/** Before any subject that is about the app's access: which names there are differs between the samples and the list. */
const subjects: ReadonlySet<string> = new Set(['application', 'access_token', 'app_installation_token'])

/** https://shopline-developers.readme.io/docs/app-installation-token */
export function isAboutAccess(topic: string): boolean {
  return subjects.has(topic.split('/')[0] ?? '')
}

/** Installed and removed. Only what the app's secret signed counts; a shop's own address is proof enough for hints. */
export const readApplication: Reader = (message) => {
  const { topic, about } = message.delivery
  if (about !== 'access') return ignored(`${topic} is accepted only if it is signed with the app's secret.`)
  if (topic === 'application/install') return [{ kind: 'access', change: 'installed', at: momentOf(message) }]
  if (topic === 'application/uninstall') return [{ kind: 'access', change: 'removed', at: momentOf(message) }]
  return ignored(`Topic ${topic} is not mirrored.`)
}

/** Given and taken back, in both generations of names. */
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
    // As good as never; where nothing is said, still not endless.
    expiresAt: timeOf(resource.expires_at),
    ...(scopes && { scopes: scopes.split(/\s+/).filter(Boolean) }),
  }
  return [{ kind: 'access', change: 'token_given', at: momentOf(message), tokenId, tokens }]
}

/** By the platform's own count; without it by the latest time the object tells, else by when we heard of it. */
function momentOf({ ts, resource, delivery }: Message): bigint {
  return ts ?? stampOf(latestIn(resource) ?? delivery.triggeredAt ?? delivery.receivedAt)
}

function latestIn(resource: WrittenObject): Date | null {
  const times = [resource.revoked_at, resource.deleted_at, resource.updated_at, resource.created_at]
  return times.map(timeOf).find((time) => time !== null) ?? null
}
