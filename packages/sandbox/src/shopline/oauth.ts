import { isMerchantId, merchantIdOf, worldNameOf } from './world-ids.ts'

export interface Page {
  status: number
  location?: string
  html?: string
}

/** What the pages know about the app and the existing shops. */
export interface OauthDeps {
  clientId: string
  /** Allowed redirect URIs, compared exactly. */
  redirectUrls: readonly string[]
  /** What the app may ask for. */
  scopes: readonly string[]
  rules: { echoesState: boolean }
  /** Names of the shops that the person may choose from. */
  handles(): readonly string[]
  tokens: { issueCode(merchantId: string, options: { redirectUri: string; scopes: string[] }): string }
}

interface Asked {
  query: URLSearchParams
  redirectUri: string
  scopes: string[]
}

/**
 * `/oauth/authorize`: first the shop is selected, then approved. Buttons are links to the same address with `approve=1` or
 * `decline=1`. https://shopline-developers.readme.io/docs/select-merchant-in-the-authorization-page
 */
export function authorizePage({ query }: { query: URLSearchParams }, deps: OauthDeps): Page {
  const redirectUri = query.get('redirect_uri') ?? ''
  const scopes = (query.get('scope') ?? '').split(' ').filter(Boolean)
  const mistake = mistakeIn({ query, redirectUri, scopes }, deps)
  if (mistake) return errorPage(400, mistake)
  const wanted = query.get('merchant_id')
  if (!wanted) return pickerPage(query, deps.handles())
  const merchantId = findMerchant(wanted, deps.handles())
  if (!merchantId) return errorPage(403, `You have no shop ${wanted} in which you may install apps`)

  if (query.get('decline') === '1') {
    const words = { error: 'access_denied', error_description: 'The resource owner denied the request.' }
    return backToApp({ query, redirectUri, scopes }, words, deps)
  }
  if (query.get('approve') !== '1') return consentPage(query, merchantId, scopes)
  const code = deps.tokens.issueCode(merchantId, { redirectUri, scopes })
  return backToApp({ query, redirectUri, scopes }, { code }, deps)
}

function mistakeIn({ query, redirectUri, scopes }: Asked, deps: OauthDeps): string | null {
  if (query.get('client_id') !== deps.clientId) return 'invalid_client: there is no such app'
  const isAllowed = deps.redirectUrls.includes(redirectUri) && !redirectUri.includes('?')
  if (!isAllowed) return 'invalid_redirect_uri: it has to be on the whitelist, without parameters'
  if (query.get('response_type') !== 'code') return 'unsupported_response_type: it has to be code'
  if (scopes.length === 0) return 'invalid_scope: scope is missing'
  const unknown = scopes.find((scope) => !deps.scopes.includes(scope))
  return unknown ? `invalid_scope: the app has no scope ${unknown}` : null
}

/** By id or by handle. */
function findMerchant(wanted: string, handles: readonly string[]): string | null {
  const handle = isMerchantId(wanted) ? worldNameOf(wanted) : wanted
  return handles.includes(handle) ? merchantIdOf(handle) : null
}

function backToApp({ query, redirectUri }: Asked, answer: Record<string, string>, { rules }: OauthDeps): Page {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  const state = query.get('state')
  if (state !== null && rules.echoesState) url.searchParams.set('state', state)
  return { status: 302, location: url.href }
}

function pickerPage(query: URLSearchParams, handles: readonly string[]): Page {
  const items = handles.map((handle) => {
    const merchantId = merchantIdOf(handle)
    return `<li>${link(query, { merchant_id: merchantId }, `data-merchant="${merchantId}"`, handle)}</li>`
  })
  return { status: 200, html: page('Select a store', `<ul>${items.join('')}</ul>`) }
}

function consentPage(query: URLSearchParams, merchantId: string, scopes: readonly string[]): Page {
  const list = scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')
  const approve = link(query, { approve: '1' }, 'data-action="approve"', 'Approve')
  const decline = link(query, { decline: '1' }, 'data-action="decline"', 'Decline')
  const text = `<p>The app asks for this in <b>${escapeHtml(worldNameOf(merchantId))}</b>:</p><ul>${list}</ul>`
  return { status: 200, html: page('Authorize', `${text}<p>${approve} ${decline}</p>`) }
}

/** The same address with added parameters. */
function link(query: URLSearchParams, more: Record<string, string>, attribute: string, text: string): string {
  const next = new URLSearchParams(query)
  for (const [name, value] of Object.entries(more)) next.set(name, value)
  return `<a ${attribute} href="${escapeHtml(`?${next}`)}">${escapeHtml(text)}</a>`
}

function errorPage(status: number, text: string): Page {
  return { status, html: page('Error', `<p>${escapeHtml(text)}</p>`) }
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>${body}</html>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
