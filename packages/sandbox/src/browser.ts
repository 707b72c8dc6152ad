import { request } from 'undici'
import { createCookieJar } from './cookie-jar.ts'

const HOPS_MAX = 12
const HEADERS = { accept: 'text/html,application/xhtml+xml', 'accept-language': 'hu,en;q=0.5' }

/** One request of the browser and the status of its response. */
export interface Hop {
  method: string
  url: string
  status: number
  location: string | null
}

/** A page that was opened, with all redirects on the way to it. */
export interface PageVisit {
  hops: Hop[]
  /** The last page: its URL, status and content. */
  url: string
  status: number
  body: string
}

export interface NavigationTarget {
  method: 'GET' | 'POST'
  url: string
}

/** The link or button that the user clicks on a page; `null` if none. */
export type ChooseNext = (page: Hop, body: string) => NavigationTarget | null

/** A browser that keeps cookies between visits and follows their rules on host, path, `Secure`, `SameSite` and expiry. */
export interface Browser {
  /** Follows redirects and clicks. Throws after {@link HOPS_MAX} requests. */
  visit(start: string | NavigationTarget, chooseNext?: ChooseNext): Promise<PageVisit>
}

export function createBrowser(): Browser {
  const jar = createCookieJar()
  const load = async ({ method, url }: NavigationTarget, from: string | null): Promise<{ hop: Hop; body: string }> => {
    const target = new URL(url)
    const cookie = jar.read({ method, url: target, from: from === null ? null : new URL(from) })
    const response = await request(url, { method, headers: { ...HEADERS, ...(cookie && { cookie }) } })
    for (const line of [response.headers['set-cookie'] ?? []].flat()) jar.write(target, line)
    const location = typeof response.headers.location === 'string' ? response.headers.location : null
    return { hop: { method, url, status: response.statusCode, location }, body: await response.body.text() }
  }

  return {
    async visit(start, chooseNext = () => null) {
      const hops: Hop[] = []
      let target: NavigationTarget = typeof start === 'string' ? { method: 'GET', url: start } : start
      while (hops.length < HOPS_MAX) {
        const { hop, body } = await load(target, hops.at(-1)?.url ?? null)
        hops.push(hop)
        const { url, status } = hop
        const next = redirectOf(hop) ?? chooseNext(hop, body)
        if (!next) return { hops, url, status, body }
        target = next
      }
      throw new Error(`The browser stopped after ${HOPS_MAX} requests: ${target.url}`)
    },
  }
}

function redirectOf({ url, status, location }: Hop): NavigationTarget | null {
  const isRedirect = status >= 300 && status < 400 && location !== null && location !== ''
  return isRedirect ? { method: 'GET', url: new URL(location, url).href } : null
}
