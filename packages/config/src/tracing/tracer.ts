/**
 * What a span may say about its work: a closed list of ids, names of ours and counts, so that no data of customers gets
 * into a trace.
 */
export interface SpanAttributes {
  platform?: string
  /** Id of the shop. */
  shop?: string
  topic?: string
  /** Kind of the pushes, such as `inventory.set`. */
  kind?: string
  resource?: string
  /** How many deliveries, pushes or objects the span is about. */
  count?: number
  /** Ids of deliveries' rows; a long list is cut. */
  deliveries?: readonly string[]
  /** Ids of pushes; a long list is cut. */
  pushes?: readonly string[]
  /** What became of it. */
  outcome?: string
  /** Status of an HTTP answer. */
  status?: number
}

/** A `traceparent` of W3C Trace Context, which leads to a span from anywhere; absent where none was recorded. */
export type TraceContext = string | null | undefined

export interface SpanOptions {
  /** Its role between processes. Default `internal`. */
  role?: 'server' | 'producer' | 'consumer' | 'client' | 'internal'
  attributes?: SpanAttributes
  /**
   * The traces that caused the work. It continues a single one; several are links of a new trace, and none begins one.
   * Default: it is part of the span around it.
   */
  of?: readonly TraceContext[]
  /** When it began, ms since 1970. Default: now. */
  startedAt?: number
}

/** Called only while traces are recorded, so that a span costs nothing otherwise. */
export type DescribeSpan = () => SpanOptions

export interface Span {
  /** To be stored with what continues the trace; `undefined` while no traces are recorded. */
  readonly context: string | undefined
  set(attributes: SpanAttributes): void
  /** With an error, only its type is recorded. */
  end(error?: unknown): void
}

/** Records what happens as spans of traces. */
export interface Tracer {
  /** Whether traces are recorded. */
  readonly isOn: boolean
  /** A span that the caller ends. */
  begin(name: string, describe: DescribeSpan): Span
  /** A span around `work`. Rejects as `work` does. */
  span<T>(name: string, describe: DescribeSpan, work: (span: Span) => Promise<T>): Promise<T>
  /** A part of the span around it; nothing is recorded outside of a span. */
  step<T>(name: string, describe: DescribeSpan, work: (span: Span) => Promise<T>): Promise<T>
  /** Sends what is recorded, if that takes a moment only. Never rejects. */
  close(): Promise<void>
}

const noSpan: Span = { context: undefined, set: () => undefined, end: () => undefined }

/** Records nothing. */
export const noTraces: Tracer = {
  isOn: false,
  begin: () => noSpan,
  span: (_name, _describe, work) => work(noSpan),
  step: (_name, _describe, work) => work(noSpan),
  close: async () => undefined,
}
