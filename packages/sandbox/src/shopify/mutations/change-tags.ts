import type { WorldShop } from '../../world/shop.ts'
import { requireScope } from '../graphql/access.ts'
import type { CallContext } from '../graphql/resolvers.ts'
import { parseGid } from '../nodes/gid.ts'
import type { NodeDeps, Subject } from '../nodes/node.ts'
import { placedOrdersOf } from '../nodes/placed-orders.ts'
import { customerNode, orderNode, productNode } from '../nodes/refs.ts'
import { invalidId, readId } from './input/read-id.ts'
import { addTags, removeTags } from './input/read-tags.ts'
import { problem } from './user-error.ts'

type ChangeTags = (present: readonly string[]) => string[]

interface Tagged {
  scope: string
  /** The object afterwards; `null` for an id of nobody. */
  change(id: string, changeTags: ChangeTags): unknown
}

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/tagsAdd: repeatable, as tags are a set. */
export function changeTagsSubject(deps: NodeDeps): Subject {
  const kinds = taggedKinds(deps)
  const change = (field: string, { id, tags }: Record<string, unknown>, { scopes }: CallContext) => {
    const type = parseGid(id)?.type ?? ''
    const kind = kinds[type]
    if (!kind) throw invalidId(id)
    requireScope(field, kind.scope, scopes)
    const names = tags as readonly string[]
    const apply: ChangeTags = (present) => (field === 'tagsAdd' ? addTags(present, names) : removeTags(present, names))
    const node = kind.change(String(id), apply)
    return { node, userErrors: node ? [] : [problem(['id'], `${type} does not exist`)] }
  }
  return {
    resolvers: {
      Mutation: {
        tagsAdd: (_source, args, context) => change('tagsAdd', args, context),
        tagsRemove: (_source, args, context) => change('tagsRemove', args, context),
      },
    },
  }
}

function taggedKinds({ world, productGroups }: NodeDeps): Record<string, Tagged> {
  return {
    Order: { scope: 'write_orders', change: (id, changeTags) => tagOrder(id, changeTags, world) },
    Customer: {
      scope: 'write_customers',
      change(id, changeTags) {
        const customer = world.customers.get(readId(id, 'Customer'))
        if (!customer) return null
        const tags = changeTags(customer.written?.tags ?? [])
        return customerNode(world.updateCustomer(customer.id, { written: { ...customer.written, tags } }))
      },
    },
    Product: {
      scope: 'write_products',
      change(id, changeTags) {
        const number = readId(id, 'Product')
        const head = productGroups().get(number)?.members[0]
        if (!head) return null
        world.updateProduct(head.id, { tags: changeTags(head.tags) })
        const group = productGroups().get(number)
        return group ? productNode(group) : null
      },
    },
  }
}

function tagOrder(id: string, changeTags: ChangeTags, world: WorldShop) {
  const order = placedOrdersOf(world).find(readId(id, 'Order'))
  if (!order) return null
  const written = { ...order.written, tags: changeTags(order.written?.tags ?? []), taggedAt: world.now() }
  return orderNode(world.updateOrder(order.id, { written }))
}
