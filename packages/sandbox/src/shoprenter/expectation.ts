import type { Walk } from '../browser.ts'
import type { Actors, Expectation } from '../expectation.ts'
import { idOf } from './ids.ts'
import { shoprenterTruth } from './truth.ts'

export const shoprenterExpectation: Expectation = {
  platform: 'shoprenter',
  name: 'ShopRenter',
  domainOf: (worldName) => worldName,
  isDomain: (domain) => !domain.includes('.'),
  account: { asksLast: 'POST /api/v1/installations/…/claim' },
  tellsAll: false,
  allowedPerSecond: ({ limit }) => limit.perSecond,
  worldOf: (sandbox, domain) => sandbox.shop(domain),
  truthOf: (sandbox, domain) => shoprenterTruth(sandbox.shop(domain)),
  orderIdOf: idOf.order,
  install,
  uninstall: (sandbox, domain) => sandbox.merchant(domain).uninstall(),
}

/** Installs begin in the shop's admin, so the account claims what arrived. */
async function install({ api, sandbox }: Actors, domain: string): Promise<Walk> {
  const walk = await sandbox.merchant(domain).install()
  if (walk.status !== 200) throw new Error(`The install ended with ${walk.status} at ${walk.url}`)
  await api.post(`/api/v1/installations/${installationIn(walk)}/claim`)
  return walk
}

function installationIn({ hops }: Walk): string {
  for (const { url } of hops) {
    const id = new URL(url).searchParams.get('sr_install')
    if (id) return id
  }
  throw new Error(`No redirect carried an installation: ${hops.map(({ url }) => url).join(' → ')}`)
}
