import { findEmulator, findEmulatorOfShop } from './emulators.ts'
import type { Fault } from './faults.ts'
import type { Core } from './sandbox.ts'
import { type Answer, refuse } from './shoprenter/envelope.ts'
import { type OrderStatus, orderStatuses } from './world/model.ts'
import { type TruthResource, truthResources } from './world/truth.ts'

type Body = Record<string, unknown>

const worldActions: ReadonlySet<string> = new Set(['truth', 'orders', 'products', 'customers'])

/** What tests in other processes do to the world. Every answer is JSON; see the README of this package. */
export async function answerControl(core: Core, method: string, url: URL, body: Body): Promise<Answer> {
  const [, , area = '', ...rest] = url.pathname.split('/')
  if (area === 'shops') return shops(core, method, url, rest, body)
  const emulator = findEmulator(core, area)
  if (emulator) return orNotFound(emulator.controlApp(`${method} ${rest[0]}`, body))
  switch (`${method} ${area}`) {
    case 'GET stats':
      return ok({ ...core.stats, webhooks: core.webhooks.counts })
    case 'POST faults':
      core.faults.set(body as unknown as Fault)
      return ok({})
    case 'DELETE faults':
      core.faults.clear()
      return ok({})
    case 'POST clock':
      core.clock.advance(Number(body.advanceMs ?? 0))
      return ok({ now: new Date(core.clock.now()).toISOString() })
    case 'POST webhooks':
      Object.assign(core.webhooks.policy, body)
      return ok(core.webhooks.policy)
    case 'POST limit':
      core.limit.perSecond = Number(body.perSecond)
      return ok(core.limit)
    default:
      return orNotFound(undefined)
  }
}

async function shops(
  core: Core,
  method: string,
  url: URL,
  [domain = '', action = '', ...rest]: string[],
  body: Body,
): Promise<Answer> {
  const found = findEmulatorOfShop(core, domain)
  if (found) {
    const answer = await found.emulator.controlShop(domain, `${method} ${action}`, body)
    // What is left is done to the world, which is the same for all platforms.
    if (answer !== undefined) return ok(answer)
    if (!worldActions.has(action)) return orNotFound(undefined)
    return shops(core, method, url, [found.worldName, action, ...rest], body)
  }
  const shop = core.shop(domain)
  const id = Number(rest[0])
  switch (`${method} ${action}`) {
    case 'GET truth':
      return truth(core, domain, url)
    case 'POST orders':
      return ok(
        rest[1] === 'status'
          ? shop.changeOrderStatus(id, statusIn(body), String(body.comment ?? ''))
          : rest[0]
            ? shop.updateOrder(id, body)
            : shop.addOrder(body),
      )
    case 'POST products':
      return ok(rest[0] ? shop.updateProduct(id, body) : shop.addProduct(body))
    case 'POST customers':
      return ok(rest[0] ? shop.updateCustomer(id, body) : shop.addCustomer(body))
    case 'DELETE orders':
      return ok({ deleted: shop.deleteOrder(id) })
    case 'DELETE products':
      return ok({ deleted: shop.deleteProduct(id) })
    case 'DELETE customers':
      return ok({ deleted: shop.deleteCustomer(id) })
    case 'POST install':
      return ok(await core.merchant(domain).install())
    case 'POST open':
      return ok(await core.merchant(domain).open())
    case 'POST uninstall':
      return ok(await core.merchant(domain).uninstall())
    case 'POST revoke':
      core.tokens.revoke(domain, body.refused === true)
      return ok({})
    case 'POST clients':
      core.tokens.register({ id: String(body.id), secret: String(body.secret), domain })
      return ok({})
    case 'POST scopes':
      core.tokens.setScopes(domain, body.scopes as string[])
      core.tokens.revoke(domain, false)
      return ok({})
    default:
      return orNotFound(undefined)
  }
}

function truth(core: Core, domain: string, url: URL): Answer {
  const resource = url.searchParams.get('resource') as TruthResource
  if (!truthResources.includes(resource)) return refuse(400, 40_005, `resource: ${truthResources.join(', ')}`)
  const offset = Number(url.searchParams.get('offset') ?? 0)
  const limit = Number(url.searchParams.get('limit') ?? 1_000)
  return ok({
    items: core
      .shop(domain)
      .truth(resource)
      .slice(offset, offset + limit),
  })
}

function orNotFound(body: unknown): Answer {
  return body === undefined ? refuse(404, 40_401, 'The sandbox has no such control') : ok(body)
}

function statusIn({ status }: Body): OrderStatus {
  const known = orderStatuses.find((each) => each === status)
  if (!known) throw new Error(`status: one of ${orderStatuses.join(', ')}`)
  return known
}

function ok(body: unknown): Answer {
  return { status: 200, body }
}
