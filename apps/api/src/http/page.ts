import type { FastifyRequest } from 'fastify'
import { type Language, languages } from './languages.ts'
import { pageStyle } from './page-style.ts'

/** Content of a page that the api renders. Texts are escaped. */
export interface Page {
  language: Language
  /** Success, error or in progress. Default: none. */
  tone?: keyof typeof marks
  title: string
  text: string
  /** Text that the reader copies, such as an installation id. */
  code?: string
  /** A button that opens `address` in the whole window, because the page may be framed. */
  action?: { label: string; address: string }
  /** The same page in each language. */
  languages?: { language: Language; address: string }[]
}

const marks = { good: '✓', bad: '!', wait: '…' }
const names: Record<Language, string> = { en: 'English', hu: 'Magyar', de: 'Deutsch' }

/** Renders a page without scripts, fonts or external resources. */
export function renderPage(page: Page): string {
  const title = escapeHtml(page.title)
  return `<!doctype html>
<html lang="${page.language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${pageStyle}</style>
<main>${renderMark(page)}<h1>${title}</h1><p>${escapeHtml(page.text)}</p>${renderCode(page)}${renderAction(page)}</main>
${renderLanguages(page)}</html>
`
}

/** Links to the same page in each language; for pages that can be reloaded. */
export function languagePages(request: FastifyRequest): NonNullable<Page['languages']> {
  return languages.map((language) => {
    const query = new URLSearchParams(request.url.split('?')[1] ?? '')
    query.set('lang', language)
    return { language, address: `?${query}` }
  })
}

function renderMark({ tone }: Page): string {
  return tone ? `<div class="mark ${tone}" aria-hidden="true">${marks[tone]}</div>` : ''
}

function renderCode({ code }: Page): string {
  return code === undefined ? '' : `<code>${escapeHtml(code)}</code>`
}

function renderAction({ action }: Page): string {
  if (!action) return ''
  return `<a href="${escapeHtml(action.address)}" target="_top">${escapeHtml(action.label)}</a>`
}

function renderLanguages({ languages = [], language: current }: Page): string {
  if (languages.length === 0) return ''
  const links = languages.map(({ language, address }) => {
    const mark = language === current ? ' aria-current="page"' : ''
    return `<a href="${escapeHtml(address)}" lang="${language}" hreflang="${language}"${mark}>${names[language]}</a>`
  })
  return `<nav>${links.join('')}</nav>\n`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
