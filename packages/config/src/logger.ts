import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import { createOutput } from './output.ts'
import { redactFields, redactText } from './redact.ts'

export type { Logger }

const STDOUT = 1

/** Options of `createLogger`. */
export interface CreateLoggerOptions {
  /** `trace` to `fatal`, or `silent`. */
  level: string
  /** The process: `api`, `worker`. */
  name: string
  /** Default: standard output. */
  destination?: DestinationStream
}

/** Logs JSON lines. Tokens, bodies and customer data are redacted by their key, at any depth. */
export function createLogger({ level, name, destination }: CreateLoggerOptions): Logger {
  const options: LoggerOptions = {
    level,
    name,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label) => ({ level: label }),
      log: redactFields,
    },
    serializers: {
      // Errors are already redacted plain objects here; pino's own serializer would change them again.
      err: (value: unknown) => value,
      req: describeRequest,
    },
    hooks: {
      logMethod(args, method) {
        const clean = args.map((arg: unknown) => (typeof arg === 'string' ? redactText(arg) : arg))
        method.apply(this, clean as typeof args)
      },
    },
  }
  return redactChildren(pino(options, destination ?? createOutput(STDOUT)))
}

/** pino formats the fields of each line, but not the bindings of a child logger. Children inherit the method. */
function redactChildren(log: Logger): Logger {
  const { child } = log
  log.child = function (this: Logger, bindings, options) {
    return child.call(this, redactFields(bindings), options)
  } as Logger['child']
  return log
}

interface Request {
  method?: string
  url?: string
}

/** Only the path is logged, because queries contain codes and signatures. */
function describeRequest({ method, url }: Request): Request {
  return { method, url: url?.split('?')[0] }
}
