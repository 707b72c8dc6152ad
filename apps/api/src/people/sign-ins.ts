import type { PublicUrl } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { SignedIn, SignIns } from '../http/auth.ts'
import { SESSION_COOKIE } from '../http/session-cookie.ts'
import type { Auth } from './create-auth.ts'
import { headersOf, setCookies } from './headers-of.ts'

interface SignInDeps {
  auth: Auth
  db: Repositories
  publicUrl: PublicUrl
}

/** Reads sessions: the library checks and prolongs them, our tables say what the person may do. */
export function createSignIns({ auth, db, publicUrl }: SignInDeps): SignIns {
  const name = `${publicUrl.isHttps ? '__Secure-' : ''}${SESSION_COOKIE}`
  return {
    cookieOf: ({ headers }) => readCookie(headers.cookie, name),
    async find(request, reply) {
      const { headers, response } = await auth.api.getSession({ headers: headersOf(request), returnHeaders: true })
      setCookies(reply, headers)
      return response && describe(response.session.id, db)
    },
  }
}

/** `null` when the session has ended meanwhile. */
async function describe(sessionId: string, db: Repositories): Promise<SignedIn | null> {
  const found = await db.people.ofSession(sessionId)
  if (!found) return null
  const { user, selected, memberships } = found
  const { id, name, email, language } = user
  const membership = memberships.find(({ accountId }) => accountId === selected) ?? memberships[0]
  const person = { id, sessionId, name, email, language }
  if (!user.operator) return { person, accountId: membership?.accountId ?? null, role: membership?.role ?? 'none' }
  return { person, role: 'operator', accountId: selected ?? membership?.accountId ?? (await db.accounts.firstId()) }
}

function readCookie(header = '', name: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || undefined
}
