import type { PublicUrl } from '@shopmirror/config'
import type { FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

interface OriginRules {
  publicUrl: PublicUrl
  /** Whether a request without `Origin` and `Sec-Fetch-Site`, which no current browser sends, is refused. */
  strict: boolean
}

/**
 * CSRF check: browsers send cookies and basic credentials from any page, so changes must come from a page of ours. Throws
 * `cross-site`.
 */
export function requireSameOrigin({ method, headers }: FastifyRequest, { publicUrl, strict }: OriginRules): void {
  if (SAFE.has(method)) return
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  if (strict && site === undefined && origin === undefined) throw new Problem('cross-site')
  if (site !== undefined && site !== 'same-origin') throw new Problem('cross-site')
  // A proxy may have replaced the host that the browser requested.
  if (origin !== undefined && ![host, publicUrl.host].includes(URL.parse(origin)?.host)) throw new Problem('cross-site')
}
