import { request } from 'undici'
import { createCookieJar } from './cookie-jar.ts'

const HOPS_MAX = 12
const HEADERS = { accept: 'text/html,application/xhtml+xml', 'accept-language': 'hu,en;q=0.5' }

export interface Hop {
  method: string
  url: string
  status: number
  location: string | null
}

export interface Walk {
  hops: Hop[]
  /** Where the browser ended, and what it shows. */
  url: string
  status: number
  body: string
}

export interface Step {
  method: 'GET' | 'POST'
  url: string
}

/** What a person presses on a page; `null` when they stay there. */
export type Press = (page: Hop, body: string) => Step | null

/** A browser that keeps cookies from walk to walk, and obeys what they say of host, path, transport, site and time. */
export interface Walker {
  /** Follows redirects, and what is pressed. Throws when it never ends. */
  walk(begin: string | Step, press?: Press): Promise<Walk>
}

export function createWalker(): Walker {
  const jar = createCookieJar()
  const step = async ({ method, url }: Step, from: string | null): Promise<{ hop: Hop; body: string }> => {
    const place = new URL(url)
    const cookie = jar.read({ method, url: place, from: from === null ? null : new URL(from) })
    const answer = await request(url, { method, headers: { ...HEADERS, ...(cookie && { cookie }) } })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) jar.write(place, line)
    const location = typeof answer.headers.location === 'string' ? answer.headers.location : null
    return { hop: { method, url, status: answer.statusCode, location }, body: await answer.body.text() }
  }

  return {
    async walk(begin, press = () => null) {
      const hops: Hop[] = []
      let next: Step = typeof begin === 'string' ? { method: 'GET', url: begin } : begin
      while (hops.length < HOPS_MAX) {
        const { hop, body } = await step(next, hops.at(-1)?.url ?? null)
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
