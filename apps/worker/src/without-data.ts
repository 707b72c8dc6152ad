import { describeFailure } from '@shopmirror/jobs'

/**
 * The error as the queue stores it, where operators see it: our own message and the stack frames. A driver's message
 * may quote customer data; the redacted original is in the log.
 */
export function withoutData(error: unknown): Error {
  const { kind, message } = describeFailure(error)
  const text = kind === 'unclassified' ? `${message} (${nameOf(error)})` : message
  const frames = (error instanceof Error && error.stack ? error.stack : '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
  return Object.assign(new Error(text), { stack: [`${nameOf(error)}: ${text}`, ...frames].join('\n') })
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name
}
