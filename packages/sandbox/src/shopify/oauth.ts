import type { Clock } from '../clock.ts'
import type { Client, Clients } from './clients.ts'
import { expandScopes, isScope, splitScopes } from './scopes.ts'
import { type SignatureForm, signQuery } from './sign-query.ts'
import type { TokenService } from './tokens.ts'

/** What stands in the settings of the app. May be changed while the sandbox runs. */
export interface AppSettings {
  clientId: string
  /** Where merchants who open the app are sent. */
  url: string
  /** Where they may be sent after the consent. */
  redirectUrls: string[]
  /** Of the subscriptions of the app itself, which hold in every shop; `null` when it has none. */
  webhooksUrl: string | null
}

export interface Page {
  status: number
  location?: string
  html?: string
}

export interface OauthDeps {
  app: AppSettings
  clients: Clients
  tokens: TokenService
  clock: Clock
  form: SignatureForm
}

interface Visit {
  method: string
  domain: string
  query: URLSearchParams
}

/** `/admin/oauth/authorize`: asks the merchant, unless everything wanted is approved already. */
export function authorize({ method, domain, query }: Visit, deps: OauthDeps): Page {
  const { app, clients, tokens } = deps
  const client = clients.find(query.get('client_id'))
  if (!client || client.domain) return oauthError('invalid_request', 'Could not find Shopify API application')
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!app.redirectUrls.includes(redirectUri))
    return oauthError('invalid_request', 'The redirect_uri is not whitelisted')
  const wanted = splitScopes(query.get('scope') ?? '')
  const wrong = wanted.find((scope) => !isScope(scope))
  if (wrong) return oauthError('invalid_scope', `The requested scope is not valid: ${wrong}`)

  const held = tokens.scopesOf(domain, client.id)
  const isApproved = held !== null && isWithin(wanted, held)
  if (method !== 'POST' && !isApproved) return consentPage(domain, client, wanted)
  // A second consent restores access that was revoked.
  if (held !== null && !isApproved) tokens.setScopes(domain, null)
  const user = query.get('grant_options[]') === 'per-user'
  const code = tokens.issueCode(domain, { client: client.id, scopes: wanted, user })
  const state = query.get('state')
  return backToApp(redirectUri, { domain, client, more: { code, ...(state !== null && { state }) } }, deps)
}

/** `/admin/apps/{client_id}`: the app, opened in the admin. */
export function openApp(domain: string, clientId: string, deps: OauthDeps): Page {
  const client = deps.clients.find(clientId)
  if (!client || clientId !== deps.app.clientId) return { status: 404, html: page('404', '<p>Nincs ilyen oldal.</p>') }
  return backToApp(deps.app.url, { domain, client, more: {} }, deps)
}

interface Signed {
  domain: string
  client: Client
  more: Record<string, string>
}

function backToApp(address: string, { domain, client, more }: Signed, { clock, form }: OauthDeps): Page {
  const host = Buffer.from(`admin.shopify.com/store/${domain.split('.')[0]}`).toString('base64')
  const parameters = { ...more, host, shop: domain, timestamp: String(Math.floor(clock.now() / 1_000)) }
  const url = new URL(address)
  for (const [name, value] of signQuery(parameters, client.secrets[0] ?? '', form)) url.searchParams.set(name, value)
  return { status: 302, location: url.href }
}

function isWithin(wanted: readonly string[], held: readonly string[]): boolean {
  const all = expandScopes(held)
  return wanted.every((scope) => all.has(scope))
}

/** The form goes to its own address: the requested scopes are approved, and nothing else. */
function consentPage(domain: string, { id }: Client, scopes: readonly string[]): Page {
  const list = scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')
  const text = `<p>A(z) <b>${escapeHtml(id)}</b> alkalmazás ezt kéri a(z) ${escapeHtml(domain)} bolttól:</p><ul>${list}</ul>`
  return { status: 200, html: page('Telepítés', `${text}<form method="post"><button>Telepítés</button></form>`) }
}

function oauthError(code: string, message: string): Page {
  return { status: 400, html: page('Oauth error', `<p>Oauth error ${code}: ${escapeHtml(message)}</p>`) }
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="hu"><meta charset="utf-8"><title>${title}</title>${body}</html>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
