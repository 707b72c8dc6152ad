import type { PageVisit } from '../browser.ts'
import type { Actors, Expectation } from '../expectation.ts'
import { idOf } from './ids.ts'
import { shoprenterTruth } from './truth.ts'

export const shoprenterExpectation: Expectation = {
  platform: 'shoprenter',
  name: 'ShopRenter',
  domainOf: (worldName) => worldName,
  isDomain: (domain) => !domain.includes('.'),
  accountCall: { when: 'after', text: 'POST /api/v1/installations/…/claim' },
  webhooksCoverAll: false,
  allowedPerSecond: ({ limit }) => limit.perSecond,
  worldOf: (sandbox, domain) => sandbox.shop(domain),
  truthOf: (sandbox, domain) => shoprenterTruth(sandbox.shop(domain)),
  orderIdOf: idOf.order,
  install,
  uninstall: (sandbox, domain) => sandbox.merchant(domain).uninstall(),
}

/** Installs begin in the shop's admin, so the account claims what arrived. */
async function install({ api, sandbox }: Actors, domain: string): Promise<PageVisit> {
  const visit = await sandbox.merchant(domain).install()
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
