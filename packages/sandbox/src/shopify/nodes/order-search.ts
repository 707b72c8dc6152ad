import type { Order } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { type Matcher, matchText } from '../graphql/search.ts'
import { shopStoreOf } from '../shop-store.ts'
import { nameOf } from './order-parts.ts'
import type { Summary } from './summaries.ts'

/** Fields by which an order is found again. The index follows with a delay; reads by id and custom id do not. */
export function searchFieldsOf(world: WorldShop): Record<string, Matcher<Summary>> {
  const isIndexed = (since: number) => since <= world.now() - shopStoreOf(world).rules.searchLagMs
  // Orders that nobody touched have none of this, and are not computed.
  const by =
    (read: (order: Order) => readonly string[], sinceOf = createdAtOf): Matcher<Summary> =>
    ({ id }, comparator, value) => {
      const order = world.orders.touched(id)
      return Boolean(
        order && isIndexed(sinceOf(order)) && read(order).some((text) => matchText(text, comparator, value)),
      )
    }
  const own = by((order) => [nameOf(order).replaceAll('#', '')])
  return {
    name(summary, comparator, value) {
      const name = value.replaceAll('#', '')
      return world.orders.touched(summary.id)
        ? own(summary, comparator, name)
        : matchText(String(summary.id), comparator, name)
    },
    source_identifier: by(({ written }) => [written?.sourceIdentifier ?? '']),
    po_number: by(({ written }) => [written?.poNumber ?? '']),
    tag: by(
      ({ written }) => written?.tags ?? [],
      ({ createdAt, written }) => written?.taggedAt ?? createdAt,
    ),
  }
}

function createdAtOf({ createdAt }: Order): number {
  return createdAt
}
