import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { PublicUrl } from '@shopmirror/config'
import type { FastifyRequest } from 'fastify'
import { readCookie, setCookie } from '../http/cookies.ts'
import { isLanguage, type Language } from '../http/languages.ts'

const LINK_COOKIE = 'shopmirror_connect'
const FORM_COOKIE = 'shopmirror_form'
const NONCE_BYTES = 24
const FORM_SECONDS = 24 * 3_600

/** A link as it is in an address. */
export const TOKEN = /^[\w-]{43}$/

/** What a browser remembers of the last attempt that its merchant started. */
export interface Visitor {
  token: string
  language: Language
  /** State of the attempt. */
  state: string
}

/** Cookies of the connect pages: which link was opened, so that pages after the consent lead back to it; and forms. */
export interface Visitors {
  remember(visitor: Visitor, seconds: number): string
  read(cookies: string | undefined): Visitor | null
  /** A value for a hidden field, and the cookie that has to come with it. */
  openForm(cookies: string | undefined): { field: string; cookie: string }
  /** Whether the form was filled in on our own page, in this browser. */
  isOwnForm(request: Pick<FastifyRequest, 'headers'>, field: string | undefined): boolean
}

export function createVisitors({ path, isHttps }: PublicUrl): Visitors {
  const common = { path: `${path}/connect`, isSecure: isHttps }
  return {
    remember: ({ token, language, state }, seconds) =>
      setCookie({ ...common, name: LINK_COOKIE, value: `${token}.${language}.${state}`, seconds, sameSite: 'Lax' }),
    read(cookies) {
      const [token = '', language, state = ''] = readCookie(LINK_COOKIE, cookies).split('.')
      return TOKEN.test(token) && isLanguage(language) ? { token, language, state } : null
    },
    openForm(cookies) {
      const field = readCookie(FORM_COOKIE, cookies) || randomBytes(NONCE_BYTES).toString('base64url')
      const cookie = { ...common, name: FORM_COOKIE, value: field, seconds: FORM_SECONDS }
      return { field, cookie: setCookie({ ...cookie, sameSite: 'Strict' }) }
    },
    // A browser does not send the cookie with a form of another site, and another site cannot read it.
    isOwnForm({ headers }, field = '') {
      const site = headers['sec-fetch-site']
      if (site !== undefined && site !== 'same-origin') return false
      const [given, known] = [Buffer.from(field), Buffer.from(readCookie(FORM_COOKIE, headers.cookie))]
      return known.length > 0 && given.length === known.length && timingSafeEqual(given, known)
    },
  }
}
