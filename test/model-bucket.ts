import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface BucketOptions {
  /** Points. */
  maximum: number
  restorePerSecond: number
  /** Share of the cost that is finally charged, 0–1; the rest is refunded with the answer. */
  chargedShare?: number
  /** A monotonic clock, ms. Default `performance.now`. */
  now?: () => number
}

export interface Charge {
  at: number
  cost: number
}

/** Answer to a call. `charged` is 0 when it was refused. */
export interface BucketAnswer {
  charged: number
  available: number
  maximum: number
  restorePerSecond: number
}

export interface ModelBucket {
  charges: Charge[]
  refused(): number
  /** Records the arrival of a call; the returned function must be called when it is answered. */
  take(cost: number): () => BucketAnswer
}

/** A leaky bucket of cost points, as platforms have one per shop. */
export function createModelBucket(options: BucketOptions): ModelBucket {
  const { maximum, restorePerSecond, chargedShare = 1, now = () => performance.now() } = options
  const charges: Charge[] = []
  let refused = 0
  let level = maximum
  let leveledAt = now()
  const available = () => {
    const at = now()
    level = Math.min(maximum, level + ((at - leveledAt) * restorePerSecond) / 1_000)
    leveledAt = at
    return level
  }
  const answer = (charged: number): BucketAnswer => ({
    charged,
    available: available(),
    maximum,
    restorePerSecond,
  })

  return {
    charges,
    refused: () => refused,
    take(cost) {
      if (available() < cost) {
        refused += 1
        return () => answer(0)
      }
      level -= cost
      const charged = cost * chargedShare
      charges.push({ at: now(), cost: charged })
      return () => {
        level = Math.min(maximum, available() + cost - charged)
        return answer(charged)
      }
    },
  }
}

export interface BucketServer extends Pick<ModelBucket, 'charges' | 'refused'>, AsyncDisposable {
  /** `GET {url}?cost=60` */
  url: string
}

/** An HTTP server with a bucket that reports its level in each answer. */
export async function startModelBucket({
  answerAfterMs,
  ...options
}: BucketOptions & { answerAfterMs: () => number }): Promise<BucketServer> {
  const { take, ...bucket } = createModelBucket(options)
  const server = createServer((request, response) => {
    const cost = Number(new URL(request.url ?? '', 'http://bucket').searchParams.get('cost'))
    const answer = take(cost)
    setTimeout(() => response.end(JSON.stringify(answer())), answerAfterMs())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    ...bucket,
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/**
 * Points charged ÷ points restored between the first charge after `from` (ms of the bucket's clock) and the last one.
 */
export function shareUsed(
  { charges }: Pick<ModelBucket, 'charges'>,
  { from, restorePerSecond }: { from: number; restorePerSecond: number },
) {
  const counted = charges.filter(({ at }) => at >= from)
  const [first, last] = [counted[0], counted.at(-1)]
  if (!first || !last || first === last) throw new Error('Fewer than two calls were charged: nothing to measure.')
  // The first charge begins the span: what it cost was restored before it.
  const points = counted.reduce((sum, { cost }) => sum + cost, 0) - first.cost
  return points / (((last.at - first.at) / 1_000) * restorePerSecond)
}
