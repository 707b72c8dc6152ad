import type { Hop } from '@shopmirror/sandbox'
import { installShop } from '../journey.ts'
import type { Stage } from './stage.ts'

/** Installs the app as a merchant and claims the shop for the account. Returns the shop's id. */
export async function showInstall(stage: Stage): Promise<string> {
  const { screen, domain, sandbox } = stage
  const { accountCall } = stage.expectation
  screen.title(`A merchant of ${domain} installs the app`)
  const { visit, shop } = await installShop(stage, domain)
  if (accountCall.when === 'before') screen.line(`account  ${accountCall.text}`)
  for (const hop of visit.hops) screen.line(`browser  ${describeHop(hop, sandbox.url)}`)
  if (accountCall.when === 'after') screen.line(`account  ${accountCall.text}`)
  screen.line(`${screen.good('✓')} ${shop.id} is ${shop.status}`)
  return shop.id
}

/** Only the names of parameters, because their values are long and some are secret. */
function describeHop({ method, url, status }: Hop, sandboxUrl: string): string {
  const { origin, pathname, searchParams } = new URL(url)
  const host = origin === sandboxUrl ? 'shop' : 'api '
  const names = [...searchParams.keys()].join('&')
  const path = pathname.replaceAll(/\/[\w-]{32,}/g, '/…')
  return `${method} ${host} ${path}${names && ` ?${names}`}  ${status}`
}
