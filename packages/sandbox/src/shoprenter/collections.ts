import { readAddresses, readCustomers } from './customers/read-customers.ts'
import { readSubscribers } from './customers/subscribers.ts'
import { encodeId, idOf } from './ids.ts'
import { orderStatuses } from './order-statuses.ts'
import { readInvoices } from './orders/invoices.ts'
import { readHistories, readLines, readOrders, readTotals } from './orders/read-orders.ts'
import { countries, currencies, groups, languages, STORNO_STATUS, shippingModes, taxClasses } from './places.ts'
import { readRelations } from './products/category-relations.ts'
import { categoryResource } from './products/category-resource.ts'
import { readDescriptions } from './products/descriptions.ts'
import { readImages } from './products/images.ts'
import { readProducts } from './products/read-products.ts'
import { readSpecials } from './products/specials.ts'
import { readTags } from './products/tags.ts'
import { fixed, type Reader } from './read.ts'
import { collection } from './read-collection.ts'

const readCategories = collection({
  kind: 'category',
  of: ({ categories }) => categories,
  toResource: categoryResource,
  plain: { related: { categoryDescriptions: 'categoryId', urlAliases: 'categoryId' } },
  filters: {},
})

const readSettings = fixed(({ shop, query }) =>
  Object.entries({
    config_timezone: 'Europe/Budapest',
    config_currency: 'HUF',
    config_stock_count: String(shop.stockCount),
    config_language: 'hu',
    storno_order_status_id: String(STORNO_STATUS),
  })
    .filter(([key]) => !query.has('key') || query.get('key') === key)
    .map(([key, value]) => ({ id: encodeId('setting', key), group: 'config', key, value })),
)

const readLanguages = fixed(({ formats }) =>
  languages.map(({ number, name, code }) => ({
    ...formats.href.one('languages', idOf.language(number)),
    ...{ id: idOf.language(number), innerId: String(number), name, code, sortOrder: String(3 - number), status: '1' },
  })),
)

const readCurrencies = fixed(({ formats, query }) =>
  currencies
    .filter(({ code }) => !query.has('code') || query.get('code') === code)
    .map(({ number, name, code }) => ({
      ...formats.href.one('currencies', idOf.currency(number)),
      ...{ id: idOf.currency(number), innerId: String(number), name, code, decimalPlaces: '0', status: '1' },
    })),
)

const readGroups = fixed(({ formats }) =>
  groups.map(({ number, name }) => ({
    ...formats.href.one('customerGroups', idOf.group(number)),
    ...{ id: idOf.group(number), innerId: String(number), name, percentDiscount: '0.0000' },
  })),
)

const readTaxClasses = fixed(({ formats }) =>
  taxClasses.map(({ number, name }) => ({
    ...formats.href.one('taxClasses', idOf.taxClass(number)),
    ...{ id: idOf.taxClass(number), innerId: String(number), name, description: name },
  })),
)

/** Of each tax class, one for the shop's country. https://doc.shoprenter.hu/api/tax_rate.html */
const readTaxRates = fixed(({ formats }) =>
  taxClasses.map(({ number, name, rate }) => ({
    ...formats.href.one('taxRates', encodeId('taxRate', `tax_rate_id=${number}`)),
    ...{ id: encodeId('taxRate', `tax_rate_id=${number}`), priority: '1', rate, description: name },
    geoZone: formats.href.one('geoZones', encodeId('geoZone', 'geo_zone_id=5')),
    taxClass: formats.href.one('taxClasses', idOf.taxClass(number)),
  })),
)

const readShippingModes = fixed(({ formats }) =>
  shippingModes.map(({ number, name, extension }) => ({
    ...formats.href.one('shippingModeExtend', idOf.shippingMode(number)),
    ...{ id: idOf.shippingMode(number), innerId: String(number), extension, enabled: '1', sortOrder: '0' },
    shippingModeDescriptions: [{ name, language: formats.href.one('languages', idOf.language(1)) }],
  })),
)

const readCountries = fixed(({ formats: { href } }) =>
  countries.map(({ number, ...country }) => ({
    ...href.one('countries', idOf.country(number)),
    ...{ id: idOf.country(number), ...country, status: '1' },
    zones: href.to(`zones?countryId=${idOf.country(number)}`),
  })),
)

const readStatuses = fixed(({ formats: { href } }) =>
  orderStatuses.map(({ id }) => ({
    ...href.one('orderStatuses', idOf.status(id)),
    id: idOf.status(id),
    orderStatusDescriptions: href.to(`orderStatusDescriptions?orderStatusId=${idOf.status(id)}`),
  })),
)

const readStatusDescriptions = fixed(({ formats }) =>
  orderStatuses.flatMap(({ id, name }) =>
    languages.map(({ number, code }) => ({
      id: encodeId('orderStatusDescription', `order_status_id=${id}&language_id=${number}`),
      ...{ name: name[code], color: '000000' },
      orderStatus: formats.href.one('orderStatuses', idOf.status(id)),
      language: formats.href.one('languages', idOf.language(number)),
    })),
  ),
)

export const readers: Readonly<Record<string, Reader>> = {
  products: readProducts,
  productExtend: readProducts,
  productDescriptions: readDescriptions,
  productCategoryRelations: readRelations,
  productImages: readImages,
  productSpecials: readSpecials,
  productTags: readTags,
  customers: readCustomers,
  customerExtend: readCustomers,
  addresses: readAddresses,
  newsletterSubscribers: readSubscribers,
  orders: readOrders,
  orderExtend: readOrders,
  orderProducts: readLines,
  orderTotals: readTotals,
  orderInvoices: readInvoices,
  orderHistories: readHistories,
  orderStatuses: readStatuses,
  orderStatusDescriptions: readStatusDescriptions,
  categories: readCategories,
  categoryExtend: readCategories,
  settings: readSettings,
  languages: readLanguages,
  currencies: readCurrencies,
  countries: readCountries,
  customerGroups: readGroups,
  taxClasses: readTaxClasses,
  taxRates: readTaxRates,
  shippingModeExtend: readShippingModes,
}
