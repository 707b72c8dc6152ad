import { timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { ClockState } from '@shopmirror/jobs'
import type { Registry } from 'prom-client'

/** Without a completed probe job for this long the worker is unhealthy, ms. */
const PROBE_AGE_MAX_MS = 60_000

/** What the health server reports. */
export interface HealthOptions {
  registry: Registry
  /** Bearer token of `/metrics`. Without it, anybody may scrape. */
  metricsToken?: string | undefined
  /** Names of the dependencies that do not work; see `findMissing` of the jobs package. */
  findMissing(): Promise<string[]>
  clock(): Promise<ClockState>
  /** Time since the last completed probe job, ms. */
  probeAgeMs(): number
}

interface Answer {
  status: number
  body: string
  type?: string
}

/** Serves `/healthz` (a probe job completed recently), `/readyz` (names what is missing) and `/metrics`. */
export function createHealthServer(options: HealthOptions): Server {
  return createServer(async ({ url = '/', headers }, response) => {
    const { status, body, type = 'application/json' } = await answer(url, headers.authorization, options)
    response.writeHead(status, { 'content-type': type }).end(body)
  })
}

async function answer(url: string, authorization: string | undefined, options: HealthOptions): Promise<Answer> {
  switch (url.split('?')[0]) {
    case '/healthz':
      return health(options)
    case '/readyz':
      return ready(options)
    case '/metrics':
      return metrics(authorization, options)
    default:
      return { status: 404, body: '{"status":"not_found"}' }
  }
}

/**
 * A stopped clock is reported with status 200, because restarting this process may not help: another worker may serve
 * the clock.
 */
async function health({ probeAgeMs, clock }: HealthOptions): Promise<Answer> {
  const { ageMs: clockAgeMs, isLate } = await clock()
  const ages = { probeAgeMs: Math.round(probeAgeMs()), clockAgeMs }
  if (ages.probeAgeMs > PROBE_AGE_MAX_MS) return { status: 503, body: '{"status":"probe_overdue"}' }
  return { status: 200, body: JSON.stringify({ status: isLate ? 'clock_stopped' : 'ok', ...ages }) }
}

async function ready({ findMissing }: HealthOptions): Promise<Answer> {
  const missing = await findMissing()
  if (missing.length > 0) return { status: 503, body: JSON.stringify({ status: 'not_ready', missing }) }
  return { status: 200, body: '{"status":"ok"}' }
}

async function metrics(authorization: string | undefined, { registry, metricsToken }: HealthOptions): Promise<Answer> {
  if (metricsToken && !isEqual(authorization ?? '', `Bearer ${metricsToken}`))
    return { status: 401, body: '{"status":"unauthorized"}' }
  try {
    return { status: 200, body: await registry.metrics(), type: registry.contentType }
  } catch {
    return { status: 503, body: '{"status":"not_ready"}' }
  }
}

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
