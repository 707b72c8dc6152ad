import type { FastifyInstance, LightMyRequestResponse } from 'fastify'

const ORIGIN = 'https://mirror.example.com'
let addresses = 0

/** A merchant in one browser, which keeps its cookies, at an address of their own. */
export interface Person {
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  post(url: string, form: Record<string, string>, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  /** Fills in the form of a platform's page, as the page has it, and sends it. */
  enter(link: string, platform: string, shop?: string): Promise<LightMyRequestResponse>
  /** As `enter`, then the page after it. */
  start(link: string, platform: string, shop?: string): Promise<LightMyRequestResponse>
  /** What the browser has in its cookies. */
  cookies(): string[]
}

interface Kept {
  value: string
  path: string
}

export function createPerson(app: FastifyInstance): Person {
  const jar = new Map<string, Kept>()
  addresses += 1
  const remoteAddress = `10.7.${addresses >> 8}.${addresses & 255}`
  const browser = { accept: 'text/html,application/xhtml+xml', 'accept-language': 'en' }

  const call = async (method: 'GET' | 'POST', address: string, more: Record<string, string>, payload?: string) => {
    const { pathname, search } = new URL(address, ORIGIN)
    const cookie = [...jar].flatMap(([name, { value, path }]) =>
      pathname.startsWith(path) ? [`${name}=${value}`] : [],
    )
    const headers = { ...browser, ...(cookie.length > 0 && { cookie: cookie.join('; ') }), ...more }
    const url = `${pathname}${search}`
    const answer = await app.inject({ method, url, headers, remoteAddress, ...(payload !== undefined && { payload }) })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) keep(line, jar)
    return answer
  }

  const person: Person = {
    get: (url, headers = {}) => call('GET', url, headers),
    post: (url, form, headers = {}) =>
      call(
        'POST',
        url,
        { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        new URLSearchParams(form).toString(),
      ),
    async enter(link, platform, shop = '') {
      const page = await person.get(`${link}/${platform}`)
      return person.post(`${link}/${platform}`, { form: fieldOf(page), shop }, { 'sec-fetch-site': 'same-origin' })
    },
    async start(link, platform, shop) {
      const entered = await person.enter(link, platform, shop)
      return person.get(locationOf(entered))
    },
    cookies: () => [...jar].map(([name, { value }]) => `${name}=${value}`),
  }
  return person
}

function keep(line: string, jar: Map<string, Kept>): void {
  const [pair = '', ...attributes] = line.split('; ')
  const [name = '', value = ''] = pair.split('=')
  const path = attributes.find((attribute) => attribute.startsWith('Path='))?.slice('Path='.length) ?? '/'
  if (value === '') jar.delete(name)
  else jar.set(name, { value, path })
}

export const fieldOf = ({ body }: LightMyRequestResponse) => /name="form" value="([^"]+)"/.exec(body)?.[1] ?? ''
export const locationOf = ({ headers }: LightMyRequestResponse) => String(headers.location)
export const titleOf = ({ body }: LightMyRequestResponse) => /<h1>(.*?)<\/h1>/.exec(body)?.[1] ?? ''
/** Address of the main button or link. */
export const buttonOf = ({ body }: LightMyRequestResponse) =>
  (/<a class="button" href="([^"]+)"/.exec(body)?.[1] ?? '').replaceAll('&amp;', '&')
export const stateOf = (page: LightMyRequestResponse) => new URL(buttonOf(page), ORIGIN).searchParams.get('state') ?? ''
