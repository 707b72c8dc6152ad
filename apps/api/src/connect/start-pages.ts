import type { LocalText } from '@shopmirror/platforms'
import { type Html, html } from '../http/html.ts'
import type { Language } from '../http/languages.ts'
import { type Document, languagePages } from '../http/page.ts'
import type { Offer } from './offer.ts'
import type { LinkVisit } from './open-visit.ts'
import { remaining } from './remaining.ts'
import { type TextName, tell } from './texts.ts'

/** Addresses of the pages of a link. */
export interface LinkPlaces {
  choose: string
  shop(platform: string): string
  next(platform: string): string
}

/** The choice of the platform. */
export function choosePage(visit: LinkVisit, places: LinkPlaces): Document {
  const { request, language, accountName, offers } = visit
  const title = tell('choose-title', language)
  const choices = offers.map(({ id, guide }) => html`<li><a href="${places.shop(id)}">${guide.name}</a></li>`)
  return {
    ...{ language, title, languages: languagePages(request) },
    body: html`<h1>${title}</h1><p>${tell('choose-text', language, { account: accountName })}</p>
<ul class="choices">${choices}</ul>${renderFoot(visit)}`,
  }
}

/** What was entered, and why it was not taken. */
interface Entered {
  value: string
  error?: TextName
}

interface ShopForm extends Entered {
  offer: Offer
  /** Hidden field that shows that the form is ours. */
  field: string
}

/** Asks for the shop, and explains the steps. */
export function shopPage(visit: LinkVisit, places: LinkPlaces, form: ShopForm): Document {
  const { request, language, offers } = visit
  const { offer, field } = form
  const { title, text } = introOf(visit, offer)
  const isDirect = offer.guide.shopName === undefined
  const label = isDirect ? tell('continue-to', language, { platform: offer.guide.name }) : tell('continue', language)
  const others =
    offers.length > 1 &&
    html`<div class="more"><a href="${places.choose}">${tell('other-platform', language)}</a></div>`
  return {
    ...{ language, title, languages: languagePages(request) },
    body: html`<h1>${title}</h1><p>${text}</p>
<form method="post" action="${places.shop(offer.id)}"><input type="hidden" name="form" value="${field}">
${renderField(visit, form)}<button class="button">${label}</button></form>${others}
<h2>${tell('steps-title', language)}</h2>${renderSteps(offer.guide.steps, language, 0)}${renderFoot(visit)}`,
  }
}

function introOf(
  { link, language, accountName, shopName }: LinkVisit,
  { guide }: Offer,
): { title: string; text: string } {
  const shop = fixedShop(link)
  if (shop === null)
    return {
      title: tell('shop-title', language, { platform: guide.name }),
      text: tell('shop-text', language, { account: accountName }),
    }
  return {
    title: tell('reconnect-title', language),
    // Where merchants do not enter the shop's name, the domain is an id that they do not know.
    text: tell('reconnect-text', language, { account: accountName, shop: nameOf(shop, shopName, guide) }),
  }
}

function nameOf(domain: string, shopName: string | null, guide: Offer['guide']): string {
  return (guide.shopName ? null : shopName) ?? guide.displayName(domain)
}

/** The shop of a reconnect. The one that a link got bound to is not shown: others may have the link, too. */
export function fixedShop({ shopId, boundDomain }: LinkVisit['link']): string | null {
  return shopId === null ? null : boundDomain
}

function renderField({ link, language }: LinkVisit, { offer, value, error }: ShopForm): Html {
  const { name, shopName } = offer.guide
  const isAsked = shopName !== undefined && fixedShop(link) === null
  const { example = '', suffix = '' } = shopName ?? {}
  const message = error && tell(error, language, { platform: name, example, suffix })
  const problem = message !== undefined && html`<p class="error" id="error" role="alert">${message}</p>`
  if (!isAsked) return html`${problem}`
  const isInvalid = error !== undefined && error !== 'form-old'
  return html`<label for="shop">${shopName.label[language]}</label>
<div class="field${isInvalid && ' invalid'}"><input id="shop" name="shop" value="${value}" placeholder="${example}" required
maxlength="2000" autocomplete="off" autocapitalize="none" spellcheck="false" inputmode="url"
aria-describedby="${problem && 'error '}suffix hint"${isInvalid && html` aria-invalid="true"`}><span id="suffix">${suffix}</span></div>
${problem}<p class="hint" id="hint">${shopName.hint[language]}</p>`
}

/** `current`: index of the step that the merchant is at. */
export function renderSteps(steps: readonly LocalText[], language: Language, current: number): Html {
  const items = steps.map((step, index) => {
    const state = index < current ? 'done' : index === current ? 'now' : ''
    return html`<li class="${state}"${index === current && html` aria-current="step"`}><span>${step[language]}</span></li>`
  })
  return html`<ol class="steps">${items}</ol>`
}

/** For how long the link works, and who gets access. */
export function renderFoot({ link, language, accountName, now }: LinkVisit): Html {
  const time = remaining(link.expiresAt.getTime() - now.getTime(), language)
  return html`<div class="foot"><p>${tell('trust', language, { account: accountName })}</p>
<p>${tell('valid-for', language, { time })}</p></div>`
}
