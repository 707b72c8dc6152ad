import {
  approveScopesUrl,
  type ConnectorFailure,
  type Finding,
  PermanentError,
  type Platform,
  type ShopClient,
} from '@shopmirror/platforms'

interface OpenedShop {
  client: ShopClient
  platform: Platform
  domain: string
}

/** What `diagnose` found. No findings: the connection works. */
export interface Diagnosis {
  /** Name of the shop, if the platform reports it. */
  name: string | null
  findings: Finding[]
}

/** Finds what keeps a connection from working. Throws what the client throws. */
export async function diagnose({ client, platform, domain }: OpenedShop): Promise<Diagnosis> {
  const { name, missingScopes = [] } = await client.describe()
  const link = approveScopesUrl(platform.install, domain)
  const advice = `The owner of the shop must approve it${link ? ` at ${link.href}` : ''}`
  const scopes = missingScopes.map((scope) => ({ part: 'scope', detail: `${scope} is missing. ${advice}.` }) as const)
  const more = (await client.check?.()) ?? []
  const isListed = ({ detail }: Finding) => missingScopes.some((scope) => detail.includes(scope))
  return { name, findings: [...scopes, ...more.filter((finding) => finding.part !== 'scope' || !isListed(finding))] }
}

/** The part that a failed call points at. A rate limit is not a fault of the connection. */
export function toFindings(failure: ConnectorFailure): Finding[] {
  if (failure.kind === 'rate_limited') return []
  return [{ part: partOf(failure), detail: failure.message }]
}

function partOf(failure: ConnectorFailure): Finding['part'] {
  if (failure.kind === 'retryable' || failure.status === 404) return 'domain'
  if (failure instanceof PermanentError && (failure.missingScope || failure.status === 403)) return 'scope'
  return 'token'
}
