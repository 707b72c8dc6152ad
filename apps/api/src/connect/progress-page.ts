import type { FastifyRequest } from 'fastify'
import { type Html, html } from '../http/html.ts'
import type { Language } from '../http/languages.ts'
import { type Document, languagePages, renderMark, type Tone } from '../http/page.ts'
import { waysOn } from './message-page.ts'
import type { Part, Progress } from './read-progress.ts'
import { type TextName, tell } from './texts.ts'

const REFRESH_SECONDS = 3

export type ShownProgress = Exclude<Progress, { kind: 'refused' }>

interface ProgressView {
  request: FastifyRequest
  language: Language
  progress: ShownProgress
  accountName: string
  /** The platform and the shop as the merchant knows them. */
  platform: string
  shopName: string
  returnUrl: string | null
  /** Address of the script that keeps the page up to date. */
  script: string
}

/** How far an install is. Reloads itself until the end, by a script or without. */
export function progressPage(view: ProgressView): Document {
  const { request, language, progress, script } = view
  const { tone, title, text } = headOf(view)
  const isLive = progress.kind === 'approving' || progress.kind === 'reading' || progress.kind === 'paused'
  const live = isLive && html` data-live`
  const parts = 'parts' in progress ? progress.parts : []
  return {
    ...{ language, title, languages: languagePages(request) },
    ...(isLive && { script, refreshSeconds: REFRESH_SECONDS }),
    body: html`<div id="head" role="status"${live}>${renderMark(tone)}<h1>${title}</h1><p>${text}</p></div>
<div id="parts"${live}>${parts.length > 0 && renderParts(parts, language)}</div>
<p class="error" id="cut" hidden>${tell('cut', language)}</p>
<div id="ways"${live}>${waysOn(view)}${isLive && renderRefresh(language)}</div>`,
  }
}

/** Needed only where scripts do not run. */
function renderRefresh(language: Language): Html {
  return html`<noscript><div class="more"><a href="">${tell('refresh', language)}</a></div></noscript>`
}

const heads: Record<ShownProgress['kind'], { tone: Tone; title: TextName; text: TextName }> = {
  approving: { tone: 'wait', title: 'approving-title', text: 'approving' },
  reading: { tone: 'good', title: 'reading-title', text: 'reading' },
  paused: { tone: 'good', title: 'reading-title', text: 'paused' },
  interrupted: { tone: 'good', title: 'reading-title', text: 'interrupted' },
  done: { tone: 'good', title: 'done-title', text: 'done' },
  gone: { tone: 'bad', title: 'gone-title', text: 'gone' },
}

function headOf({ progress, language, accountName, platform, shopName }: ProgressView) {
  const { tone, title, text } = heads[progress.kind]
  const parameters = { account: accountName, platform, shop: shopName }
  return { tone, title: tell(title, language, parameters), text: tell(text, language, parameters) }
}

function renderParts(parts: readonly Part[], language: Language): Html {
  const items = parts.map((part) => {
    const { name, text } = describe(part, language)
    return html`<li class="${classes[part.status]}"><b>${name}</b><i>${text}</i>${renderBar(part, name)}</li>`
  })
  return html`<ul class="parts" aria-label="${tell('progress', language)}">${items}</ul>`
}

const classes: Record<Part['status'], string> = {
  ...{ pending: '', running: 'now', reconciling: 'now', succeeded: 'done', failed: 'bad' },
}

function describe({ resource, status, read, total }: Part, language: Language) {
  const numbers = new Intl.NumberFormat(language)
  const parameters = { count: numbers.format(read), total: numbers.format(total ?? 0) }
  return { name: nameOf(resource, language), text: tell(textOf({ status, read, total }), language, parameters) }
}

function textOf({ status, read, total }: Omit<Part, 'resource'>): TextName {
  switch (status) {
    case 'pending':
      return 'part-waiting'
    case 'running':
      if (read === 0) return 'part-begun'
      return total !== null && total >= read ? 'part-of' : 'part-read'
    case 'reconciling':
      return 'part-checking'
    case 'succeeded':
      return 'part-done'
    case 'failed':
      return 'part-failed'
  }
}

function nameOf(resource: string, language: Language): string {
  const known = resourceTexts.find((name) => name === resource)
  return known ? tell(known, language) : resource
}

const resourceTexts = ['locations', 'categories', 'products', 'inventory', 'customers', 'orders'] as const

function renderBar({ status, read, total }: Part, name: string): Html | false {
  if (status !== 'running' || !total || read > total) return false
  return html`<progress aria-label="${name}" max="${total}" value="${read}"></progress>`
}
