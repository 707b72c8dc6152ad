import type { FastifyRequest } from 'fastify'
import { html } from '../http/html.ts'
import { type Document, languagePages } from '../http/page.ts'
import type { Offer } from './offer.ts'
import type { LinkVisit } from './open-visit.ts'
import { fixedShop, type LinkPlaces, renderFoot, renderSteps } from './start-pages.ts'
import { tell } from './texts.ts'

interface Next {
  offer: Offer
  /** `null` when the merchant selects the shop on the consent page. */
  domain: string | null
  places: LinkPlaces
}

/** Leads to the platform's consent page; at once when nothing had to be entered before. */
export function consentPage(visit: LinkVisit, { offer, domain, places }: Next, url: string): Document {
  const { request, language } = visit
  const { guide } = offer
  const platform = guide.name
  const text =
    domain === null || guide.shopName === undefined
      ? tell('approve-unnamed', language, { platform })
      : tell('approve-text', language, { platform, shop: guide.displayName(domain) })
  const title = tell('approve-title', language)
  return {
    ...frame(request, language, title),
    ...(guide.shopName === undefined && { forwardTo: url }),
    body: html`<h1>${title}</h1><p>${text}</p>
<a class="button" href="${url}">${tell('continue-to', language, { platform })}</a>${renderOther(visit, { offer, domain, places })}
<h2>${tell('steps-title', language)}</h2>${renderSteps(guide.steps, language, guide.shopName === undefined ? 0 : 1)}
${renderFoot(visit)}`,
  }
}

interface Admin extends Next {
  domain: string
  admin: NonNullable<Offer['guide']['admin']>
  script: string
}

const CHECK_EVERY_SECONDS = 5

/** Leads to the shop's admin, and waits until the app has been installed there. */
export function adminPage(visit: LinkVisit, next: Admin): Document {
  const { request, language, link } = visit
  const { offer, domain, admin, script } = next
  const title = tell('install-title', language)
  const shop = offer.guide.displayName(domain)
  const again = fixedShop(link) !== null && html`<p>${admin.reconnect[language]}</p>`
  return {
    ...frame(request, language, title),
    ...{ script, refreshSeconds: CHECK_EVERY_SECONDS },
    body: html`<h1>${title}</h1><p>${admin.howTo[language]}</p>${again}
<a class="button" href="${admin.url(domain).href}" target="_blank" rel="noopener" aria-describedby="tab">${tell('open-admin', language)}</a>
<p class="hint" id="tab">${tell('new-tab', language)}</p>
<div class="box" id="waiting" data-live role="status"><p>${tell('install-note', language, { shop })}</p></div>
<p class="error" id="cut" hidden>${tell('cut', language)}</p>
<div class="more"><a href="">${tell('check-now', language)}</a>${renderOtherName(visit, next)}</div>
<h2>${tell('steps-title', language)}</h2>${renderSteps(offer.guide.steps, language, 1)}${renderFoot(visit)}`,
  }
}

function frame(request: FastifyRequest, language: LinkVisit['language'], title: string) {
  return { language, title, languages: languagePages(request) }
}

function renderOther(visit: LinkVisit, next: Next) {
  const other = renderOtherName(visit, next)
  return other && html`<div class="more">${other}</div>`
}

function renderOtherName({ link, language }: LinkVisit, { offer, places }: Next) {
  if (fixedShop(link) !== null || offer.guide.shopName === undefined) return null
  return html`<a href="${places.shop(offer.id)}">${tell('other-name', language)}</a>`
}
