import type { SwaggerTransformObject } from '@fastify/swagger'
import { problems } from './messages.ts'
import { PROBLEM_TYPE, PROBLEM_URN } from './problem.ts'

type Document = ReturnType<SwaggerTransformObject>

/** The parts of a description that are looked at here. */
interface Described {
  paths?: Record<string, Record<string, { responses?: Record<string, unknown> }>>
  components?: { schemas?: Record<string, unknown> }
}

/** Says once, for every operation, that it may answer a problem; and takes out schemas that nothing refers to. */
export function completeDocument(document: Document): Document {
  const described = structuredClone(document) as Described
  for (const operation of Object.values(described.paths ?? {}).flatMap((path) => Object.values(path))) {
    operation.responses = { ...operation.responses, default: answer }
  }
  const schemas = { ...described.components?.schemas, Problem: problemSchema }
  described.components = { ...described.components, schemas }
  while (dropUnused(described, schemas));
  return described as Document
}

/** Whether something was dropped: what it referred to may be unused now. */
function dropUnused(document: Described, schemas: Record<string, unknown>): boolean {
  const text = JSON.stringify(document)
  const unused = Object.keys(schemas).filter((name) => !text.includes(`"#/components/schemas/${name}"`))
  for (const name of unused) delete schemas[name]
  return unused.length > 0
}

const answer = {
  description: 'A problem',
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'request_id'],
  properties: {
    type: { type: 'string', enum: Object.keys(problems).map((name) => `${PROBLEM_URN}${name}`) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What to do' },
    instance: { type: 'string', description: 'The path that was asked for' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
}
