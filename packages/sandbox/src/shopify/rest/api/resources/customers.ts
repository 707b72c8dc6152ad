import type { Customer } from '../../../../world/model.ts'
import { type Matcher, matcherOf, matchNumber, matchText, matchTime } from '../../../graphql/search.ts'
import { numberOf } from '../../../nodes/gid.ts'
import { type Summary, summariesOf } from '../../../nodes/summaries.ts'
import { addressBodies, restCustomerBody } from '../../bodies/customer-body.ts'
import { type Listing, timeFilters } from '../listing.ts'
import type { RestRequest } from '../request.ts'
import { found, listRoute, listRoutes, paramId, partRoutes, type Route } from '../route.ts'

const names = { one: 'customer', many: 'customers', scopes: ['read_customers'] }
const times = { created_at: ({ createdAt }: Summary) => createdAt, updated_at: ({ updatedAt }: Summary) => updatedAt }

const customers: Listing<Summary> = {
  kind: 'customer',
  objects: ({ shop }) => summariesOf(shop.world.customers),
  find: (id, { shop }) => shop.world.customers.get(id),
  body: ({ id }, { shop }) => restCustomerBody(found(shop.world.customers.get(id)), shop.world),
  sorts: times,
  defaultOrder: 'created_at desc',
  filters: { ...timeFilters('created_at', times.created_at), ...timeFilters('updated_at', times.updated_at) },
}

/** `query` is Shopify's search syntax; a word without a field is looked for in names and addresses. */
const searchFields: Record<string, Matcher<Customer>> = {
  '': (customer, _comparator, value) =>
    [customer.firstName, customer.lastName, customer.email, customer.phone].some((text) =>
      text.toLowerCase().includes(value.replaceAll('*', '').toLowerCase()),
    ),
  id: ({ id }, comparator, value) => matchNumber(numberOf('Customer', id), comparator, value),
  email: ({ email }, comparator, value) => matchText(email, comparator, value),
  phone: ({ phone }, comparator, value) => matchText(phone, comparator, value),
  first_name: ({ firstName }, comparator, value) => matchText(firstName, comparator, value),
  last_name: ({ lastName }, comparator, value) => matchText(lastName, comparator, value),
  created_at: ({ createdAt }, comparator, value) => matchTime(createdAt, comparator, value),
  updated_at: ({ updatedAt }, comparator, value) => matchTime(updatedAt, comparator, value),
}

const searched: Listing<Summary> = {
  ...customers,
  filters: {
    query(value, { shop }) {
      const matches = matcherOf(value, searchFields, { path: [], search: [] })
      return ({ id }) => matches?.(found(shop.world.customers.get(id))) ?? true
    },
  },
}

const addressesOf = (request: RestRequest) =>
  addressBodies(found(request.shop.world.customers.get(paramId(request, 0, 'customer'))))

export const customerRoutes: Route[] = [
  listRoute('customers/search', names, searched),
  ...listRoutes('customers', names, customers),
  ...partRoutes('customers/:id/addresses', { ...names, one: 'customer_address', many: 'addresses' }, addressesOf),
]
