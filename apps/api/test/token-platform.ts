import {
  AuthRevokedError,
  type ConnectorError,
  type Finding,
  PermanentError,
  type Platform,
  RateLimitedError,
  RetryableError,
  type ShopClient,
} from '@shopmirror/platforms'
import { ownClients, readOwnClient } from '@shopmirror/platforms/testing'
import { signedPlatform } from './signed-platform.ts'

export const STATIC_TOKEN = 'made-by-the-merchant'

/** What the shop answers; tests change it. */
export interface TokenShop {
  findings: Finding[]
  missingScopes: string[]
  calls: number
}

const failures: Record<string, () => ConnectorError> = {
  'revoked-token': () => new AuthRevokedError('describe: the token was taken back; make a new one.', { status: 401 }),
  'narrow-token': () => new PermanentError('describe: not allowed.', { status: 403, missingScope: 'read_shop' }),
  'closed-token': () => new PermanentError('describe: no such shop.', { status: 404 }),
  'silent-token': () => new RetryableError('describe: no answer.'),
  'hasty-token': () => new RateLimitedError('describe: told to wait.', { retryAfterMs: 60_000 }),
}

/** A platform whose merchants create tokens that do not expire; a token's name says how the shop answers it. */
export function createTokenPlatform(shop: TokenShop): Platform {
  const own: Platform['tokens']['grant'] = async ({ ownApp = {} }) => {
    const { accessToken } = readOwnClient(ownApp)
    if (!accessToken) throw new PermanentError('There are only tokens that merchants made.')
    return { accessToken, expiresAt: null }
  }
  return {
    ...signedPlatform,
    id: 'token',
    install: { kind: 'own_app_only' },
    tokens: { grant: own, refresh: own },
    ownApp: ownClients,
    client: ({ access }) => createClient(shop, async () => (await access.token()).value),
  }
}

function createClient(shop: TokenShop, readToken: () => Promise<string>): ShopClient {
  const unasked = async () => {
    throw new Error('Nobody asks this shop for that.')
  }
  return {
    async describe() {
      shop.calls += 1
      const failure = failures[await readToken()]
      if (failure) throw failure()
      const { missingScopes } = shop
      return { name: 'Minta', currency: 'HUF', timezone: 'UTC', locale: 'hu', facts: {}, missingScopes }
    },
    check: async () => shop.findings,
    reads: { clock: unasked, page: unasked, object: unasked },
    webhooks: { list: unasked, subscribe: unasked, unsubscribe: unasked },
  }
}
