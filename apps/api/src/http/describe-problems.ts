import type { FastifySchema } from 'fastify'
import { type ProblemName, problems } from './messages.ts'
import { PROBLEM_TYPE, PROBLEM_URN } from './problem.ts'

declare module 'fastify' {
  interface FastifySchema {
    /**
     * Problems that this route may answer, beside those of every route. For the documentation; a test compares them
     * with the answers.
     */
    problems?: readonly ProblemName[]
    /** Answers without a serializer (pages, redirects, empty ones), by status. For the documentation. */
    answers?: Readonly<Record<number, object>>
  }
}

/** Problems of rate limits, authentication and the HTTP layer, which every route may answer. */
const always: readonly ProblemName[] = ['too-many-requests', 'internal', 'unavailable']
const withCaller: readonly ProblemName[] = ['unauthorized', 'forbidden', 'no-account', 'cross-site']
const withBody: readonly ProblemName[] = ['unreadable-request', 'payload-too-large', 'unsupported-media-type']
const withFields: readonly ProblemName[] = ['invalid-request']

interface Described {
  schema: FastifySchema
  method: string
  /** Whether a browser gets an HTML page instead. */
  hasPages: boolean
}

/** The responses of a route that are problems, by status. */
export function describeProblems({ schema, method, hasPages }: Described): Record<string, object> {
  const names = [...new Set([...(schema.problems ?? []), ...impliedBy(schema, method)])]
  const statuses = new Set(names.map((name) => problems[name].status))
  const content = { ...problemContent, ...(hasPages && pageContent) }
  return Object.fromEntries(
    [...statuses].sort().map((status) => [status, { description: describeStatus(status, names), content }]),
  )
}

function impliedBy({ security, params, querystring, body }: FastifySchema, method: string): ProblemName[] {
  return [
    ...always,
    ...(security?.length === 0 ? [] : withCaller),
    ...(params || querystring || body ? withFields : []),
    ...(method === 'GET' ? [] : withBody),
  ]
}

function describeStatus(status: number, names: readonly ProblemName[]): string {
  const meant = names.filter((name) => problems[name].status === status)
  return meant.map((name) => `\`${PROBLEM_URN}${name}\`: ${problems[name].en.title}`).join('\n\n')
}

const problemContent = { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } }
const pageContent = { 'text/html': { schema: { type: 'string' } } }

/** JSON schema of every error response (RFC 9457). */
export const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'request_id'],
  properties: {
    type: { type: 'string', enum: Object.keys(problems).map((name) => `${PROBLEM_URN}${name}`) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened and what to do' },
    instance: { type: 'string', description: 'The requested path' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string', description: 'Such as `body.frequency`' }, message: { type: 'string' } },
      },
    },
  },
}
