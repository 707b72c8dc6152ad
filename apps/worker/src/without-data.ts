import { describeFailure } from '@shopmirror/jobs'

/**
 * What the queue keeps of an error and shows to whoever looks: our own words and the frames. A driver's message may
 * quote the customer's data it choked on; the log has what can be told of it.
 */
export function withoutData(error: unknown): Error {
  const { kind, message } = describeFailure(error)
  const told = kind === 'unclassified' ? `${message} (${nameOf(error)})` : message
  const frames = (error instanceof Error && error.stack ? error.stack : '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
  return Object.assign(new Error(told), { stack: [`${nameOf(error)}: ${told}`, ...frames].join('\n') })
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name
}
