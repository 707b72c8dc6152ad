import type { Logger } from '../logger.ts'
import { noTraces, type Tracer } from './tracer.ts'
import type { TracingSettings } from './tracing-settings.ts'

interface Process {
  /** Name of the process, when the settings have none. */
  serviceName: string
  log: Logger
}

/** OpenTelemetry is loaded only where traces are recorded. */
export async function loadTracer(settings: TracingSettings, { serviceName, log }: Process): Promise<Tracer> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers = {} } = settings
  if (endpoint === undefined) return noTraces
  const { createOtlpTracer } = await import('./otlp-tracer.ts')
  return createOtlpTracer({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers,
    serviceName: settings.OTEL_SERVICE_NAME ?? serviceName,
    share: settings.OTEL_TRACES_SAMPLER_ARG,
    log,
  })
}
