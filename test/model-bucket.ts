import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ModelBucketOptions {
  maximum: number
  restorePerSecond: number
  /** From a call's arrival to its answer, ms. */
  answerAfterMs: () => number
  /** Share of the cost that is charged in the end, 0–1; the rest comes back with the answer. */
  chargedShare?: number
}

export interface Charge {
  at: number
  cost: number
}

/** What a call is told. `charged` is 0 when it was refused. */
export interface BucketAnswer {
  charged: number
  available: number
  maximum: number
  restorePerSecond: number
}

export interface ModelBucket extends AsyncDisposable {
  /** `GET {url}?cost=60` */
  url: string
  charges: Charge[]
  refused(): number
}

/** A platform that does nothing but keep a leaky bucket of cost points, and tells its level in each answer, over real HTTP. */
export async function startModelBucket(options: ModelBucketOptions): Promise<ModelBucket> {
  const { maximum, restorePerSecond, answerAfterMs, chargedShare = 1 } = options
  const charges: Charge[] = []
  let refused = 0
  let level = maximum
  let leveledAt = performance.now()
  const available = () => {
    const now = performance.now()
    level = Math.min(maximum, level + ((now - leveledAt) * restorePerSecond) / 1_000)
    leveledAt = now
    return level
  }

  const server = createServer((request, response) => {
    const cost = Number(new URL(request.url ?? '', 'http://bucket').searchParams.get('cost'))
    const admitted = available() >= cost
    if (admitted) level -= cost
    else refused += 1
    const charged = admitted ? cost * chargedShare : 0
    if (admitted) charges.push({ at: performance.now(), cost: charged })
    setTimeout(
      () => {
        if (admitted) level = Math.min(maximum, available() + cost - charged)
        response.end(
          JSON.stringify({ charged, available: available(), maximum, restorePerSecond } satisfies BucketAnswer),
        )
      },
      admitted ? answerAfterMs() : 0,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    charges,
    refused: () => refused,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Points charged ÷ points restored between the first charge after `from` (ms of `performance.now()`) and the last one. */
export function shareUsed(
  { charges }: ModelBucket,
  { from, restorePerSecond }: { from: number; restorePerSecond: number },
) {
  const counted = charges.filter(({ at }) => at >= from)
  const [first, last] = [counted[0], counted.at(-1)]
  if (!first || !last || first === last) throw new Error('Fewer than two calls were charged: nothing to measure.')
  // The first charge begins the span: what it cost was restored before it.
  const points = counted.reduce((sum, { cost }) => sum + cost, 0) - first.cost
  return points / (((last.at - first.at) / 1_000) * restorePerSecond)
}
