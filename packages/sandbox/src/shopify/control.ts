import { fulfillmentOrdersOf, fulfillmentSteps } from './fulfillment-orders.ts'
import { addOwnWebhook, createOwnApp } from './own-app.ts'
import { shopStoreOf } from './shop-store.ts'
import type { Shopify } from './shopify.ts'

type Body = Record<string, unknown>

/** What is done to the app, whatever the shop; `undefined` for what there is not. */
export function controlApp(shopify: Shopify, call: string, body: Body): unknown {
  const { app, tokens } = shopify
  switch (call) {
    case 'POST app':
      return Object.assign(app, body)
    case 'POST rules':
      return Object.assign(tokens.rules, body)
    case 'POST allowance':
      return Object.assign(shopify.allowance, body)
    case 'POST rest-allowance':
      return Object.assign(shopify.restAllowance, body)
    case 'POST webhooks':
      return Object.assign(shopify.webhooks.policy, body)
    case 'GET webhooks':
      return shopify.webhooks.counts
    case 'POST secret':
      return { secret: shopify.rotateSecret({ dropOld: body.dropOld === true }) }
    case 'GET defaults':
      return { items: shopify.defaults.counts() }
    case 'DELETE defaults':
      return done(shopify.defaults.reset())
    case 'GET issued':
      return { items: tokens.issued() }
    default:
      return undefined
  }
}

/** What is done to a shop that Shopify shows in its own way; `undefined` for everything else. */
export async function controlShop(shopify: Shopify, domain: string, call: string, body: Body): Promise<unknown> {
  const { tokens, clients, clientId } = shopify
  const { merchant, subscriptions, keys, deliver, world } = shopify.shop(domain)
  const client = String(body.client ?? clientId)
  switch (call) {
    case 'POST install':
      return merchant.install()
    case 'POST open':
      return merchant.open()
    case 'POST visit':
      return merchant.visit(String(body.url), { declines: body.declines === true })
    case 'POST uninstall':
      return done(await merchant.uninstall())
    case 'POST deliver':
      return done(deliver(String(body.topic), Number(body.id ?? 0), bodyIn(body.body)))
    case 'POST fulfillment': {
      const step = fulfillmentSteps.find((each) => each === body.step)
      return step && fulfillmentOrdersOf(world).take(Number(body.order), step)
    }
    case 'POST idempotency':
      return Object.assign(keys.rules, body)
    case 'POST writes':
      return Object.assign(shopStoreOf(world).rules, body)
    case 'GET hooks':
      return { items: subscriptions.list() }
    case 'POST hooks':
      return done(addOwnWebhook(shopify, domain, String(body.topic), String(body.address)))
    case 'POST token':
      return createOwnApp(shopify, domain)
    case 'POST revoke':
      return done(tokens.revoke(domain, body.refused === true))
    case 'POST restore':
      return done(tokens.restore(domain))
    case 'POST close':
      return done(tokens.close(domain))
    case 'POST scopes':
      return done(tokens.setScopes(domain, Array.isArray(body.scopes) ? body.scopes.map(String) : null))
    case 'POST code':
      return { code: tokens.issueCode(domain, { client, scopes: scopesIn(body, shopify.scopes) }) }
    case 'POST endless':
      return { accessToken: tokens.issueEndless(domain, { client, scopes: scopesIn(body, shopify.scopes) }) }
    case 'POST clients':
      return done(
        clients.register({
          ...{ id: String(body.id), secrets: [String(body.secret)], domain },
          scopes: scopesIn(body, shopify.scopes),
        }),
      )
    default:
      return undefined
  }
}

function scopesIn({ scopes }: Body, usual: readonly string[]): readonly string[] {
  return Array.isArray(scopes) ? scopes.map(String) : usual
}

function bodyIn(value: unknown): Body {
  return typeof value === 'object' && value !== null ? (value as Body) : {}
}

function done(_nothing: unknown): Body {
  return {}
}
