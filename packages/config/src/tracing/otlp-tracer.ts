import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { type Span as OtelSpan, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Logger } from '../logger.ts'
import { createSampler } from './create-sampler.ts'
import { reportOutages } from './report-outages.ts'
import { readContexts, writeContext } from './trace-context.ts'
import { noTraces, type Span, type SpanAttributes, type SpanOptions, type Tracer } from './tracer.ts'

/** Spans that wait for the collector; further ones are dropped. */
const WAITING_MAX = 8_192
const SEND_EVERY_MS = 1_000
/** How long the end of a process waits for the collector, ms. */
const CLOSE_MS = 2_000
/** Deliveries in the largest batch; further links are dropped. */
const LINKS_MAX = 500
const IDS_MAX = 50

export interface OtlpOptions {
  /** Address of the collector for traces, with its path. */
  url: string
  headers: Record<string, string>
  serviceName: string
  /** Share of traces that are recorded, 0–1. */
  share: number
  log: Logger
}

/**
 * Sends spans to a collector by OTLP. Nothing is registered with OpenTelemetry's globals: no library records spans of its
 * own, and no request of ours gets a `traceparent` header.
 */
export function createOtlpTracer({ url, headers, serviceName, share, log }: OtlpOptions): Tracer {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.instance.id': randomUUID() }),
    sampler: createSampler(share),
    spanLimits: { linkCountLimit: LINKS_MAX },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: reportOutages(new OTLPTraceExporter({ url, headers }), log),
        maxQueueSize: WAITING_MAX,
        scheduledDelayMillis: SEND_EVERY_MS,
      }),
    ],
  })
  const tracer = provider.getTracer('shopmirror')
  const around = new AsyncLocalStorage<OtelSpan>()

  const start = (name: string, { role = 'internal', attributes = {}, of, startedAt }: SpanOptions): OtelSpan => {
    const { parent, links } = causesOf(of, around.getStore())
    const options = {
      kind: kinds[role],
      attributes: toAttributes(attributes),
      links,
      ...(startedAt !== undefined && { startTime: startedAt }),
    }
    return tracer.startSpan(name, options, parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT)
  }
  const span: Tracer['span'] = async (name, describe, work) => {
    const started = start(name, describe())
    const shown = toSpan(started)
    try {
      const result = await around.run(started, () => work(shown))
      shown.end()
      return result
    } catch (error) {
      shown.end(error)
      throw error
    }
  }
  return {
    isOn: true,
    begin: (name, describe) => toSpan(start(name, describe())),
    span,
    step: (name, describe, work) =>
      around.getStore() ? span(name, describe, work) : noTraces.step(name, describe, work),
    close: () => inTime(provider.shutdown()),
  }
}

const kinds = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
}

function causesOf(of: SpanOptions['of'], around: OtelSpan | undefined) {
  if (!of) return { parent: around, links: [] }
  const causes = readContexts(of)
  const [first] = causes
  if (first && causes.length === 1) return { parent: trace.wrapSpanContext(first), links: [] }
  return { parent: undefined, links: causes.map((context) => ({ context })) }
}

function toSpan(span: OtelSpan): Span {
  return {
    context: writeContext(span.spanContext()),
    set: (attributes) => void span.setAttributes(toAttributes(attributes)),
    end(error) {
      if (error !== undefined) {
        // Never its message, which may quote what a platform answered.
        span.setAttribute('error.type', error instanceof Error ? error.name : typeof error)
        span.setStatus({ code: SpanStatusCode.ERROR })
      }
      span.end()
    },
  }
}

function toAttributes(attributes: SpanAttributes): Record<string, string | number | string[]> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]: [string, string | number | readonly string[] | undefined]) =>
      value === undefined ? [] : [[`shopmirror.${name}`, cut(value)]],
    ),
  )
}

function cut(value: string | number | readonly string[]): string | number | string[] {
  return typeof value === 'object' ? value.slice(0, IDS_MAX) : value
}

async function inTime(closing: Promise<void>): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, CLOSE_MS)
  // What could not be sent has been logged.
  await Promise.race([closing.catch(() => undefined), over])
  clearTimeout(timer)
}
