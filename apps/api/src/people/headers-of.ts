import type { FastifyReply, FastifyRequest } from 'fastify'
import { ADDRESS_HEADER } from './create-auth.ts'

const USER_AGENT_LENGTH_MAX = 300

/** What the library may know of a request: the cookies, the browser, and the address after trusted proxies. */
export function headersOf({ headers, ip }: Pick<FastifyRequest, 'headers' | 'ip'>): Headers {
  const given = new Headers({ [ADDRESS_HEADER]: ip })
  if (headers.cookie !== undefined) given.set('cookie', headers.cookie)
  const agent = headers['user-agent']
  if (agent !== undefined) given.set('user-agent', agent.slice(0, USER_AGENT_LENGTH_MAX))
  return given
}

/** Passes on the cookies that the library sets. */
export function setCookies(reply: FastifyReply, headers: Headers): void {
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
}
