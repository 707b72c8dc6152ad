import type { WorldShop } from '../../../world/shop.ts'
import { placedOrdersOf } from '../../nodes/placed-orders.ts'
import { ids } from '../../world-ids.ts'
import { exact, localTime, type RawJson } from '../json.ts'
import type { Body } from './body.ts'

export const SHOP_ID = '54321000'
const OPENED = localTime(Date.parse('2020-01-02T08:00:00Z'))

export function shopBody(domain: string): Body {
  const name = domain.split('.')[0] ?? domain
  return {
    ...{ id: exact(SHOP_ID), name, email: `info@${name}.example`, domain, myshopify_domain: domain },
    ...{ country_code: 'HU', currency: 'HUF', timezone: '(GMT+01:00) Europe/Budapest', plan_name: 'basic' },
    ...{ iana_timezone: 'Europe/Budapest', plan_display_name: 'Basic', weight_unit: 'kg' },
    ...{ country: 'HU', country_name: 'Hungary', city: 'Budapest', primary_locale: 'hu', taxes_included: true },
    ...{ address1: 'Fő u. 1.', address2: null, zip: '1011', province: null, province_code: null, phone: null },
    ...{ shop_owner: 'Minta Anna', created_at: OPENED, updated_at: OPENED },
    ...{ customer_email: `info@${name}.example`, money_format: '{{amount_no_decimals}} Ft' },
    primary_location_id: exact(ids.location(1)),
  }
}

/** The caller sets `previous` and `current`. */
export function scopesBody(appId: number, { now }: WorldShop): Body {
  return {
    ...{ id: appId, shop_id: `gid://shopify/Shop/${SHOP_ID}`, previous: [], current: [] },
    updated_at: localTime(now()),
  }
}

export function redactShopBody(domain: string): Body {
  return { shop_id: exact(SHOP_ID), shop_domain: domain }
}

export function redactCustomerBody(id: number, world: WorldShop, domain: string): Body {
  return { ...aboutCustomer(id, world, domain), orders_to_redact: ordersOf(id, world) }
}

export function dataRequestBody(id: number, world: WorldShop, domain: string): Body {
  const request = { orders_requested: ordersOf(id, world), data_request: { id: 9_000_000 + id } }
  return { ...aboutCustomer(id, world, domain), ...request }
}

function aboutCustomer(id: number, { customers }: WorldShop, domain: string): Body {
  const known = customers.get(id)
  const customer = { id: exact(ids.customer(id)), email: known?.email ?? null, phone: known?.phone || null }
  return { ...redactShopBody(domain), customer }
}

/** All orders of the customer, also of a deleted one. */
function ordersOf(customerId: number, world: WorldShop): RawJson[] {
  return placedOrdersOf(world)
    .ofCustomer(customerId)
    .map(({ id }) => exact(ids.order(id)))
}
