import type { Shopline } from './shopline.ts'
import type { DeliveryStatus } from './state/statuses.ts'
import { type Logged, traceOf } from './webhooks/deliverer.ts'
import type { WebhookPublisher } from './webhooks/publisher.ts'

type Body = Record<string, unknown>

/** Actions on the app, independent of a shop; `undefined` for an unknown action. */
export function controlApp(shopline: Shopline, call: string, body: Body): unknown {
  const { app, rules, webhooks, openApi } = shopline
  switch (call) {
    case 'POST app':
      return Object.assign(app, body)
    case 'POST rules':
      return Object.assign(rules, body)
    case 'POST quirks':
      return Object.assign(openApi.quirks, body)
    case 'POST limit':
      return Object.assign(openApi.limit, body)
    case 'POST webhooks':
      return Object.assign(webhooks.policy, body)
    case 'GET webhooks':
      return { ...webhooks.counts, suspended: webhooks.breaker.isOpen() }
    case 'POST resend':
      return { resent: webhooks.resend([body.traceId, body.topic].find((name) => typeof name === 'string')) }
    case 'GET log':
      return { items: webhooks.log.map(toLine) }
    case 'POST resume':
      webhooks.breaker.resume()
      return {}
    case 'POST secret':
      return { secret: shopline.rotateSecret({ dropOld: body.dropOld === true }) }
    case 'GET issued':
      return { items: shopline.tokens.issued() }
    default:
      return undefined
  }
}

/** Actions on a shop that only SHOPLINE has; `undefined` for everything else. */
export async function controlShop(shopline: Shopline, domain: string, call: string, body: Body): Promise<unknown> {
  const { merchant, publisher, state, hooks } = shopline.shop(domain)
  switch (call) {
    case 'POST install':
      return { tokenId: merchant.install(body).id }
    case 'POST reauthorise':
      return { tokenId: merchant.reauthorise(body).id }
    case 'POST open':
      return merchant.open()
    case 'POST visit':
      return merchant.visit(String(body.url), { declines: body.declines === true })
    case 'POST uninstall':
      return done(merchant.uninstall({ revokesFirst: body.revokesFirst !== false }))
    case 'POST revoke':
      return done(merchant.revoke(String(body.tokenId)))
    case 'POST delivery':
      return state.changeDelivery(Number(body.order), body.status as DeliveryStatus)
    case 'POST archive':
      return done(state.archive(Number(body.order)))
    case 'POST deliver':
      return done(deliver(publisher, String(body.topic), body.resource as Body | undefined))
    case 'POST staff-token':
      return { accessToken: shopline.tokens.issueStaff(domain) }
    case 'POST token':
      return { accessToken: shopline.tokens.issueStaff(domain), clientSecret: shopline.clientSecret }
    case 'POST hooks':
      return hooks.add({ address: String(body.address), topics: [String(body.topic)], version: 'v0' })
    case 'GET mails':
      return { items: state.mails }
    case 'GET refunds':
      return { items: state.refunds }
    case 'GET hooks':
      return { items: hooks.list() }
    default:
      return undefined
  }
}

/** Webhooks about installs and tokens are sent to the app only. */
function deliver(publisher: WebhookPublisher, topic: string, resource: Body = {}): unknown {
  const isAccess = /^(application|access_token|app_installation_token)\//.test(topic)
  return isAccess ? publisher.publishToApp(topic, resource) : publisher.publish({ topic, resource })
}

/** Without the body, which may contain a token. */
function toLine({ topic, url, kind, accepted, tries, body }: Logged): Body {
  return { topic, url, kind, accepted, tries, traceId: traceOf(body) }
}

function done(_nothing: unknown): Body {
  return {}
}
