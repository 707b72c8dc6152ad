import { type SpanContext, TraceFlags } from '@opentelemetry/api'
import type { TraceContext } from './tracer.ts'

/** https://www.w3.org/TR/trace-context/#traceparent-header; later versions may append fields. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:$|-)/

export function writeContext({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

/** Different contexts in their order; what is no context is left out. */
export function readContexts(contexts: readonly TraceContext[]): SpanContext[] {
  return [...new Set(contexts)].flatMap((text) => readContext(text) ?? [])
}

function readContext(text: TraceContext): SpanContext | null {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(text ?? '') ?? []
  if (traceId === '') return null
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true }
}
