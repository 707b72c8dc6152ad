import { z } from 'zod'
import { readBy } from '../read-by.ts'
import { SettingsError } from '../settings-error.ts'

const PAIR = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(.*?)\s*$/

/** `name=value` pairs, comma separated, as OpenTelemetry defines them: values are percent-encoded. */
function readHeaders(list: string): Record<string, string> {
  return Object.fromEntries(
    list.split(',').map((pair) => {
      const [, name, value = ''] = PAIR.exec(pair) ?? []
      if (name === undefined) throw new SettingsError('must be name=value pairs, comma separated')
      return [name, decode(value)]
    }),
  )
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw new SettingsError('has a value that is not percent-encoded: write % as %25')
  }
}

/** Settings of traces, named as OpenTelemetry names them. */
export const tracingSettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an address with http or https' })
    .optional()
    .meta({
      description:
        'OpenTelemetry collector that receives traces by OTLP over HTTP, without the path /v1/traces; no traces are recorded without it',
      example: 'http://localhost:4318',
    }),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().min(1).transform(readBy(readHeaders)).optional().meta({
    secret: true,
    description: 'headers for the collector: name=value pairs, comma separated, values percent-encoded',
    example: 'authorization=Bearer%20token',
  }),
  OTEL_SERVICE_NAME: z
    .string()
    .min(1)
    .optional()
    .describe('name of the process in traces; default: shopmirror-api and shopmirror-worker'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('share of traces that are recorded (0 to 1)'),
}

/** Validated settings of traces. */
export type TracingSettings = z.output<z.ZodObject<typeof tracingSettings>>
