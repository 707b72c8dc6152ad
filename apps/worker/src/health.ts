import { timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { Registry } from 'prom-client'

export interface HealthOptions {
  registry: Registry
  metricsToken?: string
  /** Names what is missing; empty when all is well. */
  missing(): Promise<string[]>
  /** Time since a probe job went through, ms. */
  probeAgeMs(): number
  probeMaxAgeMs: number
}

/** `/healthz` (a job went through lately), `/readyz` (what is missing), `/metrics`. */
export function createHealthServer(options: HealthOptions): Server {
  return createServer((request, response) => {
    const answer = ({ status, body, type = 'application/json' }: Answer) =>
      response.writeHead(status, { 'content-type': type }).end(body)
    route(request.url ?? '/', request.headers.authorization, options).then(answer, () =>
      answer({ status: 500, body: '{"status":"error"}' }),
    )
  })
}

interface Answer {
  status: number
  body: string
  type?: string
}

async function route(url: string, authorization: string | undefined, options: HealthOptions): Promise<Answer> {
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

function health({ probeAgeMs, probeMaxAgeMs }: HealthOptions): Answer {
  const probeAgeSeconds = Math.round(probeAgeMs() / 1_000)
  const healthy = probeAgeMs() <= probeMaxAgeMs
  return {
    status: healthy ? 200 : 503,
    body: JSON.stringify({ status: healthy ? 'ok' : 'no_job_went_through', probeAgeSeconds }),
  }
}

async function ready({ missing }: HealthOptions): Promise<Answer> {
  const names = await missing()
  return {
    status: names.length === 0 ? 200 : 503,
    body: JSON.stringify({ status: names.length === 0 ? 'ok' : 'not_ready', missing: names }),
  }
}

async function metrics(authorization: string | undefined, { registry, metricsToken }: HealthOptions): Promise<Answer> {
  if (metricsToken && !isEqual(authorization ?? '', `Bearer ${metricsToken}`))
    return { status: 401, body: '{"status":"unauthorized"}' }
  return { status: 200, body: await registry.metrics(), type: registry.contentType }
}

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
