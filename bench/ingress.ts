/**
 * Webhooks a second: the api against a bare Fastify that only verifies the same signature, and against one job a request.
 * Rounds (5 of 3 s) alternate between the servers, so that a slow minute of the machine hits all of them; a ratio is
 * between neighbours.
 */
import type { LoadResult } from './load.ts'
import { readExtent } from './options.ts'
import { report, summarize } from './report.ts'
import { startIngressRounds } from './support/ingress-rounds.ts'

const extent = readExtent({ rounds: 5, seconds: 3 })
const targets = { always: 0.75, everysec: 0.67 }

await using servers = await startIngressRounds()
for (const policy of ['always', 'everysec'] as const) {
  await servers.setFsync(policy)
  const small = await servers.measure(['bare', 'ours', 'jobPerRequest'], { ...extent, bodyBytes: 2_048 })
  const target = { atLeast: targets[policy] }
  report([
    { name: `ingress ${policy}: ours ÷ bare, 2 KB`, ...ratio(small.ours, small.bare), target },
    { name: `ingress ${policy}: one job a request ÷ bare, 2 KB`, ...ratio(small.jobPerRequest, small.bare) },
    { name: `ingress ${policy}: ours, 2 KB`, ...summarize(small.ours.map(perSecond)), unit: '/s' },
    { name: `ingress ${policy}: bare, 2 KB`, ...summarize(small.bare.map(perSecond)), unit: '/s' },
  ])
  const large = await servers.measure(['ours', 'jobPerRequest'], { ...extent, bodyBytes: 20_480 })
  const name = `ingress ${policy}: ours ÷ one job a request, 20 KB`
  report([{ name, ...ratio(large.ours, large.jobPerRequest), target: { atLeast: 2 } }])
}

function ratio(above: readonly LoadResult[], below: readonly LoadResult[]) {
  return summarize(above.map((result, round) => result.perSecond / (below[round]?.perSecond ?? Number.NaN)))
}

function perSecond(result: LoadResult): number {
  return result.perSecond
}
