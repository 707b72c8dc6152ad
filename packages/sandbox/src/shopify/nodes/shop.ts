import type { CallContext } from '../graphql/resolvers.ts'
import { compressScopes } from '../scopes.ts'
import type { Gid } from './gid.ts'
import { timeOf } from './gid.ts'
import { OPENED } from './location.ts'
import { CURRENCY } from './money.ts'
import type { NodeDeps, Subject } from './node.ts'

const SHOP = 'gid://shopify/Shop/54321000'
const INSTALLATION = 'gid://shopify/AppInstallation/1'

export function shopSubject({ domain }: NodeDeps): Subject {
  const shop = shopNode(domain)
  const only = (node: { id: string }) => (id: Gid) => (id.text === node.id ? node : null)
  return {
    find: {
      Shop: only(shop),
      ShopAddress: only(shop.shopAddress),
      Domain: only(shop.primaryDomain),
      AppInstallation: ({ text }) => (text === INSTALLATION ? { __typename: 'AppInstallation', id: text } : null),
    },
    resolvers: {
      AppInstallation: { accessScopes: (_source, _args, context) => accessScopes(context) },
      Query: {
        shop: () => shop,
        shopLocales: () => [
          { locale: 'hu', primary: true, published: true, name: 'Hungarian', marketWebPresences: [] },
        ],
        currentAppInstallation: () => ({ __typename: 'AppInstallation', id: INSTALLATION }),
      },
    },
  }
}

function shopNode(domain: string) {
  const name = domain.split('.')[0] ?? domain
  const shopAddress = {
    ...{ __typename: 'ShopAddress', id: 'gid://shopify/ShopAddress/54321001', company: name, phone: null },
    ...{ address1: 'Fő u. 1.', address2: null, city: 'Budapest', zip: '1011', province: null, provinceCode: null },
    ...{ country: 'Hungary', countryCode: 'HU', countryCodeV2: 'HU', formattedArea: 'Budapest, Hungary' },
    ...{ formatted: ['Fő u. 1.', '1011 Budapest', 'Hungary'], coordinatesValidated: false },
    ...{ latitude: null, longitude: null, name: null, firstName: null, lastName: null },
  }
  return {
    ...{ __typename: 'Shop', id: SHOP, name, myshopifyDomain: domain, description: null, shopOwnerName: 'Minta Anna' },
    ...{ currencyCode: CURRENCY, enabledPresentmentCurrencies: [CURRENCY, 'EUR'], ianaTimezone: 'Europe/Budapest' },
    ...{ taxesIncluded: true, taxShipping: true, weightUnit: 'KILOGRAMS', unitSystem: 'METRIC_SYSTEM' },
    ...{ email: `info@${name}.example`, contactEmail: `info@${name}.example`, url: `https://${domain}` },
    ...{ createdAt: timeOf(OPENED), updatedAt: timeOf(OPENED), setupRequired: false, checkoutApiSupported: true },
    ...{ orderNumberFormatPrefix: '#', orderNumberFormatSuffix: '', shopAddress, billingAddress: shopAddress },
    primaryDomain: {
      ...{ __typename: 'Domain', id: 'gid://shopify/Domain/54321002', host: domain, url: `https://${domain}` },
      ...{ sslEnabled: true, localization: null, marketWebPresence: null },
    },
    plan: {
      ...{ __typename: 'ShopPlan', publicDisplayName: 'Basic', displayName: 'Basic' },
      ...{ partnerDevelopment: false, shopifyPlus: false },
    },
  }
}

function accessScopes({ scopes }: CallContext) {
  return compressScopes(scopes).map((handle) => ({ __typename: 'AccessScope', handle, description: handle }))
}
