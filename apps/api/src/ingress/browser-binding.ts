import { createHmac, timingSafeEqual } from 'node:crypto'
import { createPublicUrl } from '@shopmirror/config'
import { deriveKeys } from '@shopmirror/platforms'
import { readCookie, setCookie } from '../http/cookies.ts'
import { STATE_MS } from '../state-life.ts'

const PURPOSE = 'shopmirror install browser'
const COOKIE = 'shopmirror_install'
/** Cookie path, below the path of `PUBLIC_URL`. */
const PATH = '/api/v1'

/**
 * Binds a state to the browser it was created for: knowing the callback address is not enough to finish the install.
 */
export interface BrowserBinding {
  /** `Set-Cookie` value that binds a state to the browser. */
  bind(state: string): string
  isBound(state: string, cookies: string | undefined): boolean
  /** As `bind`, with the state in the cookie: for platforms that may not return the state. `lifeMs`: of the state. */
  carry(state: string, lifeMs?: number): string
  /** The state in the cookie; `null` when there is none with a valid signature. */
  stateOf(cookies: string | undefined): string | null
  /** `Set-Cookie` value that deletes the cookie. */
  release(): string
}

/** Settings that the install cookie depends on. */
export interface BrowserBindingOptions {
  /** `ENCRYPTION_KEYS`. A separate key is derived from each; the first signs, all verify. */
  keys: string
  publicUrl: string
}

/** Binds an install to the browser it was started in, by a signed cookie. Throws when `keys` is empty. */
export function createBrowserBinding({ keys, publicUrl }: BrowserBindingOptions): BrowserBinding {
  const derived = deriveKeys(keys, PURPOSE)
  const [current] = derived
  if (!current) throw new Error('ENCRYPTION_KEYS is empty. Install cookies are signed with a key derived from it.')
  const { path, isHttps } = createPublicUrl(publicUrl)
  const cookie = (value: string, seconds: number) =>
    setCookie({ name: COOKIE, value, path: `${path}${PATH}`, seconds, sameSite: 'Lax', isSecure: isHttps })

  const signed = (state: string) => sign(current, state).toString('base64url')
  const isSigned = (state: string, signature: string) =>
    derived.some((key) => isEqual(sign(key, state), Buffer.from(signature, 'base64url')))

  return {
    bind: (state) => cookie(signed(state), STATE_MS / 1_000),
    isBound: (state, cookies) => isSigned(state, readCookie(COOKIE, cookies)),
    carry: (state, lifeMs = STATE_MS) => cookie(`${state}.${signed(state)}`, Math.ceil(lifeMs / 1_000)),
    stateOf(cookies) {
      const [state = '', signature, ...more] = readCookie(COOKIE, cookies).split('.')
      return signature !== undefined && more.length === 0 && isSigned(state, signature) ? state : null
    },
    release: () => cookie('', 0),
  }
}

function sign(key: Buffer, state: string): Buffer {
  return createHmac('sha256', key).update(state).digest()
}

function isEqual(wanted: Buffer, given: Buffer): boolean {
  return wanted.length === given.length && timingSafeEqual(wanted, given)
}
