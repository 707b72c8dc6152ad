/**
 * How long a webhook waits for its 200 at 2,000 a second while Redis syncs every write to disk, against a bare Fastify
 * that only verifies the signature. Rounds (5 of 20 s) are long because a single pause of a process decides the p99 of a
 * short one.
 */
import type { LoadResult } from './load.ts'
import { readExtent } from './options.ts'
import { report, summarize } from './report.ts'
import { startIngressRounds } from './support/ingress-rounds.ts'

const RATE = 2_000
const extent = readExtent({ rounds: 5, seconds: 20 })

await using servers = await startIngressRounds()
await servers.setFsync('always')
const { ours, bare } = await servers.measure(['bare', 'ours'], { ...extent, bodyBytes: 2_048, rate: RATE })
report([
  { name: `ingress always: p50 ÷ bare at ${RATE}/s`, ...ratio('p50Ms'), target: { atMost: 3 } },
  { name: `ingress always: p99 ÷ bare at ${RATE}/s`, ...ratio('p99Ms'), target: { atMost: 3 } },
  ...(['p50Ms', 'p99Ms', 'p999Ms', 'maxMs'] as const).flatMap((measure) => [
    { name: `ingress always: ${measure} at ${RATE}/s, ours`, ...summarize(ours.map(each(measure))), unit: 'ms' },
    { name: `ingress always: ${measure} at ${RATE}/s, bare`, ...summarize(bare.map(each(measure))), unit: 'ms' },
  ]),
])

type Measure = Exclude<keyof LoadResult, 'failed' | 'perSecond'>

function ratio(measure: Measure) {
  return summarize(ours.map((result, round) => result[measure] / (bare[round]?.[measure] ?? Number.NaN)))
}

function each(measure: Measure): (result: LoadResult) => number {
  return (result) => result[measure]
}
