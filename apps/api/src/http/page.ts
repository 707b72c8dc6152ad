import type { FastifyRequest } from 'fastify'
import { type Html, html } from './html.ts'
import { type Language, languages } from './languages.ts'
import { pageStyle } from './page-style.ts'

/** A page that the api renders: its frame around `body`. */
export interface Document {
  language: Language
  title: string
  /** Content of `main`. */
  body: Html
  /** The same page in each language. */
  languages?: LanguageLink[]
  /** How often the page is loaded again where scripts do not run, seconds. Default: never. */
  refreshSeconds?: number
  /** Where the browser goes at once. */
  forwardTo?: string
  /** Address of a script of ours. Default: none. */
  script?: string
}

interface LanguageLink {
  language: Language
  address: string
}

/** Content of a page with one message. */
export interface Page extends Pick<Document, 'language' | 'title' | 'languages'> {
  /** Success, error or in progress. Default: none. */
  tone?: Tone
  text: string
  /** Text that the reader copies, such as an installation id. */
  code?: string
  /** A button that opens `address` in the whole window, because the page may be framed. */
  action?: { label: string; address: string }
}

export type Tone = keyof typeof marks

const marks = { good: '✓', bad: '!', wait: '…' }
const names: Record<Language, string> = { en: 'English', hu: 'Magyar', de: 'Deutsch' }

/** Renders a page without external resources. */
export function renderDocument(document: Document): string {
  const { language, title, body, script } = document
  return html`<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${{ markup: pageStyle }}</style>
${renderReloads(document)}${script !== undefined && html`<script src="${script}" defer></script>\n`}<main>${body}</main>
${renderLanguages(document)}</html>
`.markup
}

/** Renders a page with one message. */
export function renderPage({ tone, text, code, action, ...page }: Page): string {
  const body = html`${renderMark(tone)}<h1>${page.title}</h1><p>${text}</p>${
    code !== undefined && html`<code>${code}</code>`
  }${action && html`<a href="${action.address}" target="_top">${action.label}</a>`}`
  return renderDocument({ ...page, body })
}

/** The sign above a title. */
export function renderMark(tone: Tone | undefined): Html {
  return tone ? html`<div class="mark ${tone}" aria-hidden="true">${marks[tone]}</div>` : html``
}

/** Links to the same page in each language; for pages that can be reloaded. */
export function languagePages(request: FastifyRequest): LanguageLink[] {
  return languages.map((language) => {
    const query = new URLSearchParams(request.url.split('?')[1] ?? '')
    query.set('lang', language)
    return { language, address: `?${query}` }
  })
}

/** Where scripts run, a script updates the page without loading it again. */
function renderReloads({ refreshSeconds, forwardTo }: Document): Html {
  if (forwardTo !== undefined) return html`<meta http-equiv="refresh" content="0;url=${forwardTo}">\n`
  if (refreshSeconds === undefined) return html``
  return html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>\n`
}

function renderLanguages({ languages = [], language: current }: Document): Html {
  if (languages.length === 0) return html``
  const links = languages.map(
    ({ language, address }) =>
      html`<a href="${address}" lang="${language}" hreflang="${language}"${
        language === current && html` aria-current="page"`
      }>${names[language]}</a>`,
  )
  return html`<nav>${links}</nav>\n`
}
