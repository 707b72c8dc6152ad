import type { PageVisit } from '../browser.ts'
import type { Actors, Expectation } from '../expectation.ts'
import { orderToPush, productToPush } from '../pushes.ts'
import { shoprenterDomains } from './domains.ts'
import { idOf } from './ids.ts'
import { taxClasses } from './places.ts'
import { shoprenterTruth } from './truth.ts'

export const shoprenterExpectation: Expectation = {
  platform: 'shoprenter',
  name: 'ShopRenter',
  domainOf: (worldName) => worldName,
  isDomain: shoprenterDomains.isDomain,
  accountCall: { when: 'after', text: 'POST /api/v1/installations/…/claim' },
  webhooksCoverAll: false,
  webhooksOf: ({ shoprenter }) => shoprenter.webhooks,
  isSubscribed: ({ shoprenter }, domain) => shoprenter.shop(domain).hooks.list().length === 2,
  allowedPerSecond: ({ shoprenter }) => shoprenter.limit.perSecond,
  worldOf: ({ shoprenter }, domain) => shoprenter.shop(domain).world,
  truthOf: ({ shoprenter }, domain) => shoprenterTruth(shoprenter.shop(domain).api),
  orderToPush({ shoprenter }, domain, order) {
    const { lines, ...plain } = orderToPush(shoprenter.shop(domain).world, order)
    return { ...plain, status: 'Processing', lines: lines.map((line) => ({ ...line, tax_rate: '27' })) }
  },
  productToPush(_sandbox, _domain, product) {
    const { variants, ...plain } = productToPush(product)
    const [taxClass] = taxClasses
    const tax_class = idOf.taxClass(taxClass?.number ?? 0)
    return { ...plain, variants: variants.map((variant) => ({ ...variant, tax_class })) }
  },
  orderIdOf: idOf.order,
  install,
  installAtPlatform: ({ shoprenter }, domain) => shoprenter.shop(domain).merchant.install(),
  revokeAccess: ({ shoprenter }, domain) => shoprenter.tokens.revoke(domain, true),
  restoreAccess: async (actors, domain) => {
    actors.sandbox.shoprenter.tokens.restore(domain)
    await install(actors, domain)
  },
  uninstall: ({ shoprenter }, domain) => shoprenter.shop(domain).merchant.uninstall(),
}

/** Installs begin in the shop's admin; the account then claims the installation. */
async function install({ api, sandbox: { shoprenter } }: Actors, domain: string): Promise<PageVisit> {
  const visit = await shoprenter.shop(domain).merchant.install()
  if (visit.status !== 200) throw new Error(`The install ended with ${visit.status} at ${visit.url}`)
  await api.post(`/api/v1/installations/${installationIn(visit)}/claim`)
  return visit
}

function installationIn({ hops }: PageVisit): string {
  for (const { url } of hops) {
    const id = new URL(url).searchParams.get('sr_install')
    if (id) return id
  }
  throw new Error(`No redirect carried an installation: ${hops.map(({ url }) => url).join(' → ')}`)
}
