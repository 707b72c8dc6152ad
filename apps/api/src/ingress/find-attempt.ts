import type { Repositories } from '@shopmirror/db'

/** An attempt that a merchant has started with a connect link, in this browser. */
export interface Attempt {
  state: string
  /** Hash of the state. */
  hash: string
  platform: string
  /** `null` when the merchant selects the shop on the consent page. */
  domain: string | null
  accountId: string
  connectLinkId: string
}

interface Search {
  db: Repositories
  /** The state that the browser has in a cookie. */
  state: string | null
  platform: string
  /** The shop that it must be for; any without. */
  domain?: string
}

/**
 * The open attempt of this browser; `null` when there is none. An attempt for another shop does not count: its merchant
 * has not agreed that this one is connected.
 */
export async function findAttempt({ db, state, platform, domain }: Search): Promise<Attempt | null> {
  const known = state === null ? null : await db.oauthStates.peek(state)
  if (state === null || !known || known.platform !== platform) return null
  const { accountId, connectLinkId } = known
  if (accountId === null || connectLinkId === null) return null
  if (domain !== undefined && known.domain !== domain) return null
  return { ...known, state, accountId, connectLinkId }
}
