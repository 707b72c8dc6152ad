import { request } from 'undici'
import type { Hop, Walk } from '../merchant.ts'

const HOPS_MAX = 12
const HEADERS = { accept: 'text/html,application/xhtml+xml', 'accept-language': 'hu,en;q=0.5' }

export interface Browser {
  /** Follows redirects with cookies; presses the button of a form that sends to its own address, unless told not to. */
  visit(url: string, options?: { declines?: boolean }): Promise<Walk>
}

export function createBrowser(): Browser {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: string) => {
    const { hostname } = new URL(url)
    const jar = jars.get(hostname) ?? new Map<string, string>()
    jars.set(hostname, jar)
    return jar
  }
  const step = async (method: 'GET' | 'POST', url: string): Promise<{ hop: Hop; body: string }> => {
    const jar = jarOf(url)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await request(url, { method, headers: { ...HEADERS, ...(cookie && { cookie }) } })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) keep(jar, line)
    const location = typeof answer.headers.location === 'string' ? answer.headers.location : null
    return { hop: { method, url, status: answer.statusCode, location }, body: await answer.body.text() }
  }

  return {
    async visit(begin, { declines = false } = {}) {
      const hops: Hop[] = []
      let next: { method: 'GET' | 'POST'; url: string } = { method: 'GET', url: begin }
      while (hops.length < HOPS_MAX) {
        const { hop, body } = await step(next.method, next.url)
        hops.push(hop)
        const { url, status, location } = hop
        if (status >= 300 && status < 400 && location) next = { method: 'GET', url: new URL(location, url).href }
        else if (!declines && isConsent(hop, body)) next = { method: 'POST', url }
        else return { hops, url, status, body }
      }
      throw new Error(`The browser gave up after ${HOPS_MAX} steps: ${next.url}`)
    },
  }
}

function isConsent({ method, url, status }: Hop, body: string): boolean {
  const isAsked = new URL(url).pathname.endsWith('/admin/oauth/authorize') && body.includes('<form method="post">')
  return method === 'GET' && status === 200 && isAsked
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? []
  if (/;\s*max-age=0/i.test(line)) jar.delete(name)
  else jar.set(name, value)
}
