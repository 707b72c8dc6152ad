import {
  type ConnectorFailure,
  type Finding,
  PermanentError,
  type Platform,
  type ShopClient,
} from '@shopmirror/platforms'

interface Asked {
  client: ShopClient
  platform: Platform
  domain: string
}

export interface Faults {
  /** What the shop calls itself, where it said. */
  name: string | null
  findings: Finding[]
}

/** What keeps a connection from working, by its parts. What the client throws is thrown on. */
export async function findFaults({ client, platform, domain }: Asked): Promise<Faults> {
  const { name, missingScopes = [] } = await client.describe()
  const link = platform.approveScopesUrl?.(domain)
  const advice = link ? `the owner of the shop approves it at ${link.href}` : 'the owner of the shop has to approve it'
  const scopes = missingScopes.map((scope) => ({ part: 'scope', detail: `${scope} is missing: ${advice}.` }) as const)
  const more = (await client.check?.()) ?? []
  const isTold = ({ detail }: Finding) => missingScopes.some((scope) => detail.includes(scope))
  return { name, findings: [...scopes, ...more.filter((finding) => finding.part !== 'scope' || !isTold(finding))] }
}

/** The part a failed call points at; a shop that only tells us to wait has nothing wrong with it. */
export function toFindings(failure: ConnectorFailure): Finding[] {
  if (failure.kind === 'rate_limited') return []
  return [{ part: partOf(failure), detail: failure.message }]
}

function partOf(failure: ConnectorFailure): Finding['part'] {
  if (failure.kind === 'retryable' || failure.status === 404) return 'domain'
  if (failure instanceof PermanentError && (failure.missingScope || failure.status === 403)) return 'scope'
  return 'token'
}
