import { PermanentError } from '@shopmirror/platforms'
import { findAttempt } from '../ingress/find-attempt.ts'
import { ADMIN_STATE_MS, STATE_MS } from '../state-life.ts'
import type { Answer } from './answer.ts'
import { adminPage, consentPage } from './continue-page.ts'
import type { ConnectDeps } from './deps.ts'
import { placesOf } from './link-places.ts'
import { messagePage } from './message-page.ts'
import type { Offer } from './offer.ts'
import type { LinkVisit } from './open-visit.ts'
import { scriptPath } from './script-path.ts'
import { choosePage, fixedShop, shopPage } from './start-pages.ts'
import { type TextName, tell } from './texts.ts'

/** The first page of a link: the choice of platform, or the only platform's page. */
export function showStart(visit: LinkVisit, deps: ConnectDeps): Answer {
  const [only, ...others] = visit.offers
  if (only && others.length === 0) return showShop(visit, only, deps)
  return { document: choosePage(visit, placesOf(visit.token, visit.language, deps.publicUrl)) }
}

interface Refused {
  value: string
  error: TextName
  status: number
}

/** Asks for the shop. */
export function showShop(visit: LinkVisit, offer: Offer, deps: ConnectDeps, refused?: Refused): Answer {
  const { field, cookie } = deps.visitors.openForm(visit.request.headers.cookie)
  const places = placesOf(visit.token, visit.language, deps.publicUrl)
  const { status = 200, ...entered } = refused ?? { value: '' }
  return { status, cookies: [cookie], document: shopPage(visit, places, { ...entered, offer, field }) }
}

/** What the form sends. */
interface Form {
  shop?: string
  form?: string
}

/**
 * Starts an attempt for the shop that was entered, bound to this browser, and leads on. A form that another site sent, or
 * that came without its cookie, has to be sent again from our page: nobody can be made to start an attempt.
 */
export async function beginAttempt(visit: LinkVisit, offer: Offer, deps: ConnectDeps): Promise<Answer> {
  const { shop = '', form } = (visit.request.body ?? {}) as Form
  const refuse = (error: TextName, status: number) => showShop(visit, offer, deps, { value: shop, error, status })
  if (!deps.visitors.isOwnForm(visit.request, form)) return refuse('form-old', 403)
  const domain = domainOf(shop, visit, offer)
  if (domain === '') return refuse('name-missing', 422)
  if (domain === undefined) return refuse('name-invalid', 422)
  const reason = deps.db.connectLinks.refusalOf(visit.link, { platform: offer.id, domain })
  if (reason)
    return { status: 409, document: messagePage({ ...visit, returnUrl: visit.link.returnUrl, refusal: reason }) }
  return start(visit, offer, { domain, deps })
}

/** `null`: the merchant selects the shop later; empty: nothing was entered; `undefined`: no shop can have this name. */
function domainOf(entered: string, { link }: LinkVisit, { platform, guide }: Offer): string | null | undefined {
  const fixed = fixedShop(link)
  if (fixed !== null) return fixed
  if (guide.shopName === undefined) return null
  if (entered.trim() === '') return ''
  return platform.parseDomain(entered) ?? undefined
}

async function start(
  { token, link, language }: LinkVisit,
  { id: platform, guide }: Offer,
  { domain, deps }: { domain: string | null; deps: ConnectDeps },
): Promise<Answer> {
  const ttlMs = guide.admin ? ADMIN_STATE_MS : STATE_MS
  const attempt = { platform, domain, accountId: link.accountId, connectLinkId: link.id, ttlMs }
  const state = await deps.db.oauthStates.create(attempt)
  deps.log.info({ platform, domain, connectLink: link.id }, 'connect_link.attempted')
  const remembered = deps.visitors.remember({ token, language, state }, REMEMBER_SECONDS)
  return {
    redirect: placesOf(token, language, deps.publicUrl).next(platform),
    cookies: [deps.browsers.carry(state, ttlMs), remembered],
  }
}

const REMEMBER_SECONDS = 24 * 3_600

/** Leads to the consent page or the admin; to the progress once the shop has come back. */
export async function showNext(visit: LinkVisit, offer: Offer, deps: ConnectDeps): Promise<Answer> {
  const { request, link, token, language } = visit
  const places = placesOf(token, language, deps.publicUrl)
  const known = deps.visitors.read(request.headers.cookie)?.state ?? null
  const attempt = await findAttempt({ db: deps.db, state: known, platform: offer.id })
  if (attempt?.connectLinkId !== link.id) return { redirect: places.shop(offer.id) }
  const { state, domain } = attempt
  const next = { offer, domain, places }
  const { install, guide } = offer
  if (guide.admin && domain !== null)
    return { document: adminPage(visit, { ...next, domain, admin: guide.admin, script: scriptPath(deps.publicUrl) }) }
  const url = consentUrlOf(install, state, domain)
  return { document: url ? consentPage(visit, next, url) : notSetUp(visit, offer) }
}

/** `null` when a setting of the platform is missing. */
function consentUrlOf(install: Offer['install'], state: string, domain: string | null): string | null {
  try {
    if (install.kind === 'merchant_selects_shop') return install.consentUrl(state, domain ?? undefined).href
    return install.consentUrl?.(domain ?? '', state).href ?? null
  } catch (error) {
    if (error instanceof PermanentError) return null
    throw error
  }
}

function notSetUp(visit: LinkVisit, { guide }: Offer) {
  const { language, accountName, link } = visit
  const title = tell('closed-title', language, { platform: guide.name })
  const text = tell('closed', language, { account: accountName })
  return messagePage({ ...visit, returnUrl: link.returnUrl, tone: 'bad', title, text })
}
