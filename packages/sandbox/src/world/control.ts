import { badRequest, ok, type SandboxResponse } from '../sandbox-response.ts'
import { type OrderStatus, orderStatuses } from './model.ts'
import type { WorldShop } from './shop.ts'
import { truthOf, truthResources } from './truth.ts'

type Body = Record<string, unknown>

export interface WorldCall {
  method: string
  /** After the shop: `orders`, `5`, `status`. */
  path: string[]
  query: URLSearchParams
  body: Body
}

const TRUTH_LIMIT = 1_000

/** Changes of a shop's world, and the expected objects; `null` if there is no such control. */
export function controlWorld(world: WorldShop, { method, path, query, body }: WorldCall): SandboxResponse | null {
  const [resource = '', number, part] = path
  const id = Number(number)
  const change = `${method} ${resource}${number ? '/{id}' : ''}${part ? `/${part}` : ''}`
  switch (change) {
    case 'GET truth':
      return truth(world, query)
    case 'POST orders':
      return ok(world.addOrder(body))
    case 'POST orders/{id}':
      return ok(world.updateOrder(id, body))
    case 'POST orders/{id}/status':
      return changeStatus(world, id, body)
    case 'DELETE orders/{id}':
      return ok({ deleted: world.deleteOrder(id) })
    case 'POST products':
      return ok(world.addProduct(body))
    case 'POST products/{id}':
      return ok(world.updateProduct(id, body))
    case 'DELETE products/{id}':
      return ok({ deleted: world.deleteProduct(id) })
    case 'POST customers':
      return ok(world.addCustomer(body))
    case 'POST customers/{id}':
      return ok(world.updateCustomer(id, body))
    case 'DELETE customers/{id}':
      return ok({ deleted: world.deleteCustomer(id) })
    default:
      return null
  }
}

function changeStatus(world: WorldShop, id: number, { status, comment = '' }: Body): SandboxResponse {
  const known: OrderStatus | undefined = orderStatuses.find((each) => each === status)
  if (!known) return badRequest(`status: ${orderStatuses.join(', ')}`)
  return ok(world.changeOrderStatus(id, known, String(comment)))
}

function truth(world: WorldShop, query: URLSearchParams): SandboxResponse {
  const resource = truthResources.find((each) => each === query.get('resource'))
  if (!resource) return badRequest(`resource: ${truthResources.join(', ')}`)
  const offset = Number(query.get('offset') ?? 0)
  const limit = Number(query.get('limit') ?? TRUTH_LIMIT)
  return ok({ items: [...truthOf(world, resource)].slice(offset, offset + limit) })
}
