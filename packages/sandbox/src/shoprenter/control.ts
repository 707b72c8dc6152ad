import type { Shoprenter } from './shoprenter.ts'

type Body = Record<string, unknown>

/** Controls of the app in all shops; `undefined` if there is no such control. */
export function controlApp(shoprenter: Shoprenter, call: string, body: Body): unknown {
  switch (call) {
    case 'POST webhooks':
      return Object.assign(shoprenter.webhooks.policy, body)
    case 'GET webhooks':
      return shoprenter.webhooks.counts
    case 'POST limit':
      return Object.assign(shoprenter.limit, { perSecond: Number(body.perSecond) })
    case 'POST signature':
      return Object.assign(shoprenter.signature, body)
    case 'POST rules':
      return Object.assign(shoprenter.rules, body)
    case 'GET issued':
      return { items: shoprenter.tokens.issued() }
    default:
      return undefined
  }
}

/** Controls of one shop; `undefined` if there is no such control. */
export async function controlShop(shoprenter: Shoprenter, domain: string, call: string, body: Body): Promise<unknown> {
  const { tokens } = shoprenter
  const { merchant, hooks, adminOrders } = shoprenter.shop(domain)
  switch (call) {
    case 'POST install':
      return merchant.install()
    case 'POST open':
      return merchant.open()
    case 'POST uninstall':
      return merchant.uninstall()
    case 'POST revoke':
      return done(tokens.revoke(domain, body.refused === true))
    case 'POST restore':
      return done(tokens.restore(domain))
    case 'POST clients':
      return done(tokens.register({ id: String(body.id), secret: String(body.secret), domain }))
    case 'POST scopes':
      tokens.setScopes(domain, Array.isArray(body.scopes) ? body.scopes.map(String) : tokens.wantedScopes())
      return done(tokens.revoke(domain, false))
    case 'POST token':
      return tokens.createClient(domain)
    case 'POST hooks':
      return done(hooks.add(String(body.topic), String(body.address)))
    case 'GET hooks':
      return { items: hooks.list() }
    case 'GET admin-orders':
      return { items: adminOrders() }
    default:
      return undefined
  }
}

function done(_nothing: unknown): Body {
  return {}
}
