import { drizzleAdapter } from '@better-auth/drizzle-adapter'
import { passkey } from '@better-auth/passkey'
import type { Logger, PublicUrl } from '@shopmirror/config'
import { createId, type SignInTables } from '@shopmirror/db'
import { deriveKeys } from '@shopmirror/platforms'
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { guardSecrets } from './guard-secrets.ts'
import { type OidcSettings, oidcPlugin } from './oidc-plugin.ts'

const PURPOSE = 'shopmirror sign-in'
const COOKIE_PREFIX = 'shopmirror'
/** Path of the routes, below the path of `PUBLIC_URL`. */
export const AUTH_PATH = '/api/v1/auth'
/** A session that is not used for so long ends, seconds. */
const SESSION_SECONDS = 14 * 86_400
/** A session in use is prolonged this often, seconds. */
const PROLONG_EVERY_SECONDS = 86_400
/** What a password must have, characters. */
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const
/** Header with the client's address, set by us; see `headersOf`. */
export const ADDRESS_HEADER = 'x-shopmirror-address'

/** What the library that signs people in needs. */
export interface AuthOptions {
  tables: SignInTables
  /** `ENCRYPTION_KEYS`. The key that signs cookies is derived from the first one. */
  encryptionKeys: string
  publicUrl: PublicUrl
  log: Logger
  /** Without it nobody signs in through an identity provider. */
  oidc?: OidcSettings | undefined
}

/** The library that signs people in. Nothing outside this folder knows it. */
export type Auth = ReturnType<typeof createAuth>

/** Passwords, passkeys and sessions in our tables. It mounts no routes: ours call it. */
export function createAuth({ tables: { db, tables }, encryptionKeys, publicUrl, log, oidc }: AuthOptions) {
  const { users: user, sessions: session, userLogins: account, verifications: verification, passkeys } = tables
  const adapter = drizzleAdapter(db, {
    provider: 'pg',
    transaction: true,
    schema: { user, session, account, verification, passkey: passkeys },
  })
  return betterAuth({
    appName: 'Shopmirror',
    baseURL: publicUrl.href,
    basePath: `${publicUrl.path}${AUTH_PATH}`,
    secret: secretOf(encryptionKeys),
    database: (options: BetterAuthOptions) => guardSecrets(adapter(options)),
    telemetry: { enabled: false },
    // Our routes limit attempts themselves, in Redis.
    rateLimit: { enabled: false },
    logger: { log: (level, message) => log[level === 'error' ? 'warn' : 'debug']({ message }, 'people.library') },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    session: {
      expiresIn: SESSION_SECONDS,
      updateAge: PROLONG_EVERY_SECONDS,
      cookieCache: { enabled: false },
      fields: { token: 'tokenHash' },
    },
    account: {
      fields: { providerId: 'provider', accountId: 'subject' },
      // Only who is signed in already links it, from their profile.
      accountLinking: { allowDifferentEmails: true },
    },
    verification: { storeIdentifier: 'hashed' },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: publicUrl.isHttps,
      defaultCookieAttributes: { path: `${publicUrl.path}/`, httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: ({ model }) => createId(prefixes[model] ?? 'sgn') },
    },
    plugins: [
      passkey({
        rpName: 'Shopmirror',
        rpID: publicUrl.host.replace(/:\d+$/, ''),
        origin: new URL(publicUrl.href).origin,
      }),
      ...(oidc ? [oidcPlugin(oidc)] : []),
    ],
  })
}

const prefixes: Record<string, string> = {
  user: 'usr',
  session: 'ses',
  account: 'lgn',
  verification: 'vrf',
  passkey: 'psk',
}

function secretOf(encryptionKeys: string): string {
  const [key] = deriveKeys(encryptionKeys, PURPOSE)
  if (!key) throw new Error('ENCRYPTION_KEYS is empty. Session cookies are signed with a key derived from it.')
  return key.toString('base64url')
}
