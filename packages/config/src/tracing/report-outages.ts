import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Logger } from '../logger.ts'

type Result = Parameters<Parameters<SpanExporter['export']>[1]>[0]

/** Logs once when spans cannot be sent, and once when they can be sent again. */
export function reportOutages(exporter: SpanExporter, log: Logger): SpanExporter {
  let isDown = false
  const report = ({ error }: Result) => {
    if (error && !isDown) log.warn({ err: error }, 'traces.not_sent')
    if (!error && isDown) log.info('traces.sent_again')
    isDown = error !== undefined
  }
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        report(result)
        done(result)
      }),
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush && { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  }
}
