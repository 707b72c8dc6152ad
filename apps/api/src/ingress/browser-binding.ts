import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKeys } from '@shopmirror/platforms'
import { STATE_MS } from '../state-life.ts'

const PURPOSE = 'shopmirror install browser'
const COOKIE = 'shopmirror_install'
const PATH = '/api/v1'

/** Ties a state to the browser it was given to: whoever gets hold of the address alone cannot finish the install. */
export interface BrowserBinding {
  /** The `Set-Cookie` that goes out with the state. */
  bind(state: string): string
  isBound(state: string, cookies: string | undefined): boolean
  /** The `Set-Cookie` that takes it back. */
  release(): string
}

export interface BrowserBindingOptions {
  /** `ENCRYPTION_KEYS`: a key of its own purpose is derived from each; the first signs, all check. */
  keys: string
  publicUrl: string
}

export function createBrowserBinding({ keys, publicUrl }: BrowserBindingOptions): BrowserBinding {
  const derived = deriveKeys(keys, PURPOSE)
  const [current] = derived
  if (!current) throw new Error('ENCRYPTION_KEYS is empty: cookies of installs are signed with a key derived from it.')
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  const cookie = (value: string, seconds: number) =>
    `${COOKIE}=${value}; Path=${PATH}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`

  return {
    bind: (state) => cookie(sign(current, state).toString('base64url'), STATE_MS / 1_000),
    isBound(state, cookies) {
      const given = readCookie(cookies)
      return derived.some((key) => isEqual(sign(key, state), given))
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

function readCookie(header = ''): Buffer {
  const pairs = header.split(';').map((pair) => pair.trim())
  const found = pairs.find((pair) => pair.startsWith(`${COOKIE}=`)) ?? ''
  return Buffer.from(found.slice(COOKIE.length + 1), 'base64url')
}
