import { request } from 'undici'
import type { Hop, Walk } from './merchant.ts'

const HOPS_MAX = 12
const HEADERS = { accept: 'text/html,application/xhtml+xml', 'accept-language': 'hu,en;q=0.5' }

export interface Step {
  method: 'GET' | 'POST'
  url: string
}

/** What a person presses on a page; `null` when they stay there. */
export type Press = (page: Hop, body: string) => Step | null

/** A browser that keeps cookies by host from walk to walk. */
export interface Walker {
  /** Follows redirects, and what is pressed. Throws when it never ends. */
  walk(begin: string, press: Press): Promise<Walk>
}

export function createWalker(): Walker {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: string) => {
    const { hostname } = new URL(url)
    const jar = jars.get(hostname) ?? new Map<string, string>()
    jars.set(hostname, jar)
    return jar
  }
  const step = async ({ method, url }: Step): Promise<{ hop: Hop; body: string }> => {
    const jar = jarOf(url)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await request(url, { method, headers: { ...HEADERS, ...(cookie && { cookie }) } })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) keep(jar, line)
    const location = typeof answer.headers.location === 'string' ? answer.headers.location : null
    return { hop: { method, url, status: answer.statusCode, location }, body: await answer.body.text() }
  }

  return {
    async walk(begin, press) {
      const hops: Hop[] = []
      let next: Step = { method: 'GET', url: begin }
      while (hops.length < HOPS_MAX) {
        const { hop, body } = await step(next)
        hops.push(hop)
        const { url, status } = hop
        const after = redirectOf(hop) ?? press(hop, body)
        if (!after) return { hops, url, status, body }
        next = after
      }
      throw new Error(`The browser gave up after ${HOPS_MAX} steps: ${next.url}`)
    },
  }
}

function redirectOf({ url, status, location }: Hop): Step | null {
  const isRedirect = status >= 300 && status < 400 && location !== null && location !== ''
  return isRedirect ? { method: 'GET', url: new URL(location, url).href } : null
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? []
  if (/;\s*max-age=0/i.test(line)) jar.delete(name)
  else jar.set(name, value)
}
