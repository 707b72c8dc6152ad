import type { Repositories } from '@shopmirror/db'
import type { FastifyRequest } from 'fastify'
import { isLanguage, type Language, languageOf } from '../http/languages.ts'
import type { Answer } from './answer.ts'
import type { ConnectDeps } from './deps.ts'
import { messagePage } from './message-page.ts'
import { type Offer, offerOf } from './offer.ts'
import { tell } from './texts.ts'
import { TOKEN } from './visitor.ts'

export type ConnectLink = NonNullable<Awaited<ReturnType<Repositories['connectLinks']['findByToken']>>>['link']

/** A merchant who has opened a link that works. */
export interface LinkVisit {
  request: FastifyRequest
  token: string
  link: ConnectLink
  accountName: string
  language: Language
  /** The name that the platform told of the shop of a reconnect; `null` without one. */
  shopName: string | null
  now: Date
  /** Platforms of the link on which the app can be installed now. */
  offers: Offer[]
}

type Opened = { visit: LinkVisit } | { answer: Answer }

/** The link of an address, or the page that says why it does not work. */
export async function openVisit(request: FastifyRequest, token: string, deps: ConnectDeps): Promise<Opened> {
  const found = TOKEN.test(token) ? await deps.db.connectLinks.findByToken(token) : null
  if (!found) return { answer: unknownLink(request, deps) }
  const { link, accountName } = found
  const language = visitLanguage(request, link, deps)
  const [platform = ''] = link.platforms
  const reason = deps.db.connectLinks.refusalOf(link, { platform, domain: null })
  const about = { request, language, accountName, returnUrl: link.returnUrl }
  if (reason) return { answer: { status: 410, document: messagePage({ ...about, refusal: reason }) } }
  const offers = link.platforms.flatMap((id) => offerOf(deps.platforms.get(id)) ?? [])
  if (offers.length === 0) return { answer: { status: 503, document: closedPage(about, link.platforms) } }
  const shop = link.shopId === null ? null : await deps.db.shops.find(link.shopId)
  const shopName = shop?.name || null
  return { visit: { request, token, link, accountName, language, offers, shopName, now: deps.now() } }
}

/** The language of the address, else the one chosen before, else the link's, else the browser's. */
export function visitLanguage(request: FastifyRequest, link: ConnectLink | null, { visitors }: ConnectDeps): Language {
  const { lang } = (request.query ?? {}) as Record<string, unknown>
  if (isLanguage(lang)) return lang
  const chosen = visitors.read(request.headers.cookie)?.language
  const given = link?.language
  return chosen ?? (isLanguage(given) ? given : languageOf(request))
}

function unknownLink(request: FastifyRequest, deps: ConnectDeps): Answer {
  const language = visitLanguage(request, null, deps)
  const texts = { title: tell('unknown-title', language), text: tell('unknown', language) }
  return { status: 404, document: messagePage({ request, language, tone: 'bad', ...texts }) }
}

type About = Pick<LinkVisit, 'request' | 'language' | 'accountName'> & { returnUrl: string | null }

/** The operator has removed the app's credentials since the link was made. */
function closedPage(about: About, platforms: readonly string[]) {
  const { language, accountName } = about
  const title = tell('closed-title', language, { platform: platforms.join(', ') })
  return messagePage({ ...about, tone: 'bad', title, text: tell('closed', language, { account: accountName }) })
}
