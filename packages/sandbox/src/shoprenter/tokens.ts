import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { type Answer, refuse } from './envelope.ts'

const TOKEN_LIFE_SECONDS = 3_600

interface Token {
  domain: string
  client: string
  until: number
  scopes: Set<string>
}

export interface Client {
  id: string
  secret: string
  /** Of one shop; absent for the platform app. */
  domain?: string
}

export interface TokenService {
  ask(domain: string, body: Record<string, unknown>): Answer
  /** Whose a bearer token is; `null` if unknown, expired or revoked. */
  check(domain: string, bearer: string): Token | null
  register(client: Client): void
  /** A client of one shop with a token, as a merchant makes one in the admin. */
  createClient(domain: string): { clientId: string; clientSecret: string; accessToken: string }
  /** Revokes every token of a shop; `refused` also refuses new ones. */
  revoke(domain: string, refused: boolean): void
  restore(domain: string): void
  setScopes(domain: string, granted: string[]): void
  /** All scopes the app was registered for. */
  wantedScopes(): string[]
  issueCode(domain: string): string
  /** Every token issued so far, for tests that look for leaks. */
  issued(): string[]
}

interface Options {
  clock: Clock
  app: Client
  /** What the app is registered for. */
  scopes: readonly string[]
}

export function createTokenService({ clock, app, scopes }: Options): TokenService {
  const clients: Client[] = [app]
  const tokens = new Map<string, Token>()
  const refreshTokens = new Map<string, { domain: string; client: string }>()
  const codes = new Map<string, string>()
  const refusedShops = new Set<string>()
  const granted = new Map<string, Set<string>>()
  const handedOut: string[] = []
  const secret = (bytes: number) => {
    const text = randomBytes(bytes).toString('base64url')
    handedOut.push(text)
    return text
  }

  const issue = (domain: string, client: Client, withRefresh: boolean): Answer => {
    const access = `eyJ.${secret(48)}.s`
    const scope = granted.get(domain) ?? new Set<string>(scopes)
    tokens.set(access, { domain, client: client.id, until: clock.now() + TOKEN_LIFE_SECONDS * 1_000, scopes: scope })
    const body: Record<string, unknown> = { token_type: 'Bearer', expires_in: TOKEN_LIFE_SECONDS, access_token: access }
    if (withRefresh) {
      const refresh = secret(32)
      refreshTokens.set(refresh, { domain, client: client.id })
      body.refresh_token = refresh
    }
    return { status: 200, body }
  }

  return {
    ask(domain, body) {
      for (const name of ['grant_type', 'client_id', 'client_secret'])
        if (typeof body[name] !== 'string') return badRequest(name)
      const client = clients.find(
        ({ id, secret: own, domain: only }) =>
          id === body.client_id && own === body.client_secret && (!only || only === domain),
      )
      if (!client || refusedShops.has(domain)) return badClient()
      switch (body.grant_type) {
        case 'client_credentials':
          return issue(domain, client, false)
        case 'authorization_code': {
          const code = String(body.code)
          if (codes.get(code) !== domain) return badGrant()
          codes.delete(code)
          return issue(domain, client, true)
        }
        case 'refresh_token': {
          const refresh = String(body.refresh_token)
          const known = refreshTokens.get(refresh)
          if (known?.domain !== domain || known.client !== client.id) return badGrant()
          refreshTokens.delete(refresh)
          return issue(domain, client, true)
        }
        default:
          return badRequest('grant_type')
      }
    },

    check(domain, bearer) {
      const token = tokens.get(bearer)
      return token && token.domain === domain && token.until > clock.now() ? token : null
    },

    register: (client) => void clients.push(client),
    createClient(domain) {
      const client = { id: `client-${clients.length}-of-${domain}`, secret: secret(24), domain }
      clients.push(client)
      const { access_token: accessToken } = issue(domain, client, false).body as { access_token: string }
      return { clientId: client.id, clientSecret: client.secret, accessToken }
    },
    revoke(domain, refused) {
      for (const [access, token] of tokens) if (token.domain === domain) tokens.delete(access)
      if (refused) refusedShops.add(domain)
    },
    restore: (domain) => void refusedShops.delete(domain),
    setScopes: (domain, list) => void granted.set(domain, new Set(list)),
    wantedScopes: () => [...scopes],
    issueCode(domain) {
      const code = randomBytes(16).toString('hex')
      codes.set(code, domain)
      return code
    },
    issued: () => [...handedOut],
  }
}

function badClient(): Answer {
  const text = 'Client authentication failed'
  return { status: 401, body: { error: 'invalid_client', error_description: text, message: text } }
}

function badGrant(): Answer {
  return {
    status: 400,
    body: {
      error: 'invalid_grant',
      error_description: 'The grant is invalid, expired or used.',
      message: 'The grant is invalid.',
    },
  }
}

function badRequest(name: string): Answer {
  return {
    status: 400,
    body: {
      error: 'invalid_request',
      error_description: 'The request is missing a required parameter.',
      hint: `Check the \`${name}\` parameter`,
      message: 'Invalid request.',
    },
  }
}

export const unauthorized = () => refuse(401, 40_101, 'No permission')
