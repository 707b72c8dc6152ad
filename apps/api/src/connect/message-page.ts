import type { FastifyRequest } from 'fastify'
import { type Html, html } from '../http/html.ts'
import type { Language } from '../http/languages.ts'
import { say } from '../http/messages.ts'
import { type Document, languagePages, renderMark, type Tone } from '../http/page.ts'
import type { Refusal } from '../ingress/install-refusals.ts'
import { tell } from './texts.ts'

interface Message {
  request: FastifyRequest
  language: Language
  /** Of the link that the merchant started with. */
  accountName?: string | undefined
  returnUrl?: string | null
  /** Where the merchant can try again. */
  retryUrl?: string | undefined
}

type Content = { tone: Tone; title: string; text: string } | { refusal: Refusal | 'unknown' }

/** A page with one message, and every way that leads on from it. */
export function messagePage(message: Message & Content): Document {
  const { request, language, accountName, retryUrl } = message
  const { tone, title, text } = 'refusal' in message ? refusalTexts(message) : message
  const contact = 'refusal' in message && accountName !== undefined && retryUrl !== undefined
  return {
    ...{ language, title, languages: languagePages(request) },
    body: html`${renderMark(tone)}<h1>${title}</h1><p>${text}</p>${
      contact && html`<p>${tell('contact', language, { account: accountName })}</p>`
    }${waysOn(message)}`,
  }
}

function refusalTexts({
  refusal,
  language,
  accountName,
}: Pick<Message, 'language' | 'accountName'> & { refusal: Refusal | 'unknown' }) {
  const title = say(`page-refused-${refusal}-title`, language)
  // Whose plan it is: of the account that the merchant connects to, not the merchant's own.
  const isOfAccount = refusal === 'plan-limit' && accountName !== undefined
  const text = isOfAccount
    ? tell('plan-limit', language, { account: accountName })
    : say(`page-refused-${refusal}`, language)
  return { tone: 'bad' as const, title: isOfAccount ? say('page-refused-unknown-title', language) : title, text }
}

/** Trying again before going back. */
export function waysOn({ language, retryUrl, returnUrl, accountName = '' }: Omit<Message, 'request'>): Html {
  const back = tell('back', language, { account: accountName })
  const retry = retryUrl !== undefined && html`<a class="button" href="${retryUrl}">${tell('try-again', language)}</a>`
  if (!returnUrl) return html`${retry}`
  if (!retry) return html`<a class="button" href="${returnUrl}">${back}</a>`
  return html`${retry}<div class="more"><a href="${returnUrl}">${back}</a></div>`
}
