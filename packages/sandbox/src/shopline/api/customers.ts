import type { Customer } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { nameOf, phoneOf } from '../documents/contact.ts'
import { customerDocument, numbersOf } from '../documents/customer.ts'
import { ids, numberOf } from '../world-ids.ts'
import { isAnswer, notFound, ok } from './answers.ts'
import type { Answer, ApiCall, ApiShop, Route } from './open-api-types.ts'
import { matches } from './operators.ts'
import { page } from './paging.ts'
import { listOf, readSelection } from './select.ts'
import { isEverything, readWindow, type Window } from './window.ts'

/** https://open-api.docs.shoplineapp.com/docs/get-customer */
export const customerRoutes: Route = (call, shop) => {
  const [root, id, ...rest] = call.path
  if (call.method !== 'GET' || root !== 'customers' || rest.length > 0) return undefined
  if (id === undefined) return list(call, shop)
  return id === 'search' ? search(call, shop) : one(call, shop)
}

function list({ query }: ApiCall, shop: ApiShop): Answer {
  const window = readWindow(query)
  if (isAnswer(window)) return window
  return answer(customersIn(window, shop.world), { query, shop, perPageMax: shop.quirks.perPageMax })
}

function customersIn({ created, updated }: Window, { customers }: WorldShop): readonly number[] {
  const changed = isEverything(updated) ? customers.ids() : customers.changed(updated)
  return isEverything(created) ? changed : customers.within(({ createdAt }) => createdAt, created, changed)
}

function search({ query }: ApiCall, shop: ApiShop): Answer {
  const { customers } = shop.world
  const wanted = listOf(query, 'id').map((id) => numberOf('customer', id))
  const listed = wanted.length === 0 ? customers.ids() : customers.ids().filter((number) => wanted.includes(number))
  const numbers = listed.filter((number) => isFound(customers.get(number), query, shop))
  return answer(numbers, { query, shop, perPageMax: shop.quirks.searchPerPageMax })
}

function isFound(customer: Customer | null, query: URLSearchParams, shop: ApiShop): boolean {
  if (!customer) return false
  const text = query.get('query')?.toLowerCase() ?? ''
  const isTold = [nameOf(customer), customer.email, phoneOf(customer.phone).local].some((each) =>
    each.toLowerCase().includes(text),
  )
  return (
    isTold &&
    hasNumber(customer, query.get('mobile_phone'), shop) &&
    listOf(query, 'tags').every((tag) => customer.written?.tags?.includes(tag)) &&
    Object.entries(valuesOf(customer, shop)).every(([name, value]) => matches(value, query.getAll(name)))
  )
}

/** With or without the trunk digit. */
function hasNumber(customer: Customer, wanted: string | null, { state }: ApiShop): boolean {
  if (!wanted) return true
  const { mobile } = numbersOf(customer, state.customers.get(customer.id))
  const { local, national } = phoneOf(mobile ?? '')
  return wanted === local || wanted === national
}

function valuesOf(customer: Customer, { state }: ApiShop): Record<string, string | number> {
  const extras = state.customers.get(customer.id)
  const { local } = phoneOf(customer.phone)
  return {
    ...{ name: nameOf(customer), email: customer.email, phone: local, ref_user_id: extras.refUserId ?? '' },
    ...{ created_at: customer.createdAt, updated_at: customer.updatedAt, registered_at: customer.createdAt },
    ...{ is_member: String(extras.isMember), is_blacklisted: String(extras.isBlacklisted) },
    is_subscribed_marketing_email: String(customer.newsletter),
    membership_tier_id: ids.membershipTier(1),
  }
}

interface Asked {
  query: URLSearchParams
  shop: ApiShop
  perPageMax: number
}

function answer(all: readonly number[], { query, shop, perPageMax }: Asked): Answer {
  const { versions, quirks, world } = shop
  const seen = (number: number) => versions.seen('customer', number, quirks.searchLagMs)
  const document = (number: number) => seen(number) ?? customerDocument(world.customers.get(number) as Customer, shop)
  const numbers = quirks.searchLagMs > 0 ? all.filter((number) => seen(number) !== null) : all
  return page({ kind: 'customer', numbers, document }, { params: query, perPageMax }, shop.quirks)
}

/** Deleted customers are not found. */
function one({ path, query }: ApiCall, shop: ApiShop): Answer {
  const customer = shop.world.customers.get(numberOf('customer', path[1] ?? '') ?? 0)
  const seen = customer && shop.versions.seen('customer', customer.id, shop.quirks.readLagMs)
  if (!customer || seen === null) return notFound('Customer')
  return ok(readSelection(query)(seen ?? customerDocument(customer, shop)))
}
