import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { RouteOptions } from 'fastify'
import type { Document } from './described.ts'

interface Answer {
  method: string
  path: string
  status: number
  contentType: string
  body: unknown
}

/** Records the responses of every route during tests, to compare them with the OpenAPI documents. */
export interface AnswerCheck {
  /** Called for every route before it is added. */
  watch(route: RouteOptions): void
  /** Responses that differ from the documents, and problems whose text has a placeholder that was not filled. */
  faults(documents: readonly Document[]): string[]
}

export function createAnswerCheck(): AnswerCheck {
  const answers = new Map<string, Answer>()
  return {
    watch(route) {
      if (route.schema?.hide || !route.schema?.operationId) return
      const path = route.url.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{topic}')
      const before = [route.onSend ?? []].flat()
      route.onSend = [
        ...before,
        async (request, reply, payload) => {
          const contentType = String(reply.getHeader('content-type') ?? '').split(';')[0] ?? ''
          const answer = { method: request.method, path, status: reply.statusCode, contentType, body: payload }
          answers.set(JSON.stringify([answer.method, path, answer.status, contentType, shapeOf(payload)]), answer)
          return payload
        },
      ]
    },
    faults(documents) {
      const ajv = new Ajv2020({ strict: false, allErrors: true, formats: fullFormats })
      for (const [index, document] of documents.entries()) ajv.addSchema(document, `d${index}`)
      const described = [...answers.values()].filter(({ method }) => method !== 'HEAD')
      return described.flatMap((answer) => faultOf(answer, documents, ajv) ?? [])
    },
  }
}

/** One response of each shape is enough. */
function shapeOf(payload: unknown): string {
  if (typeof payload !== 'string') return ''
  const shape = payload.replaceAll(/"[^"]*"(?!:)/g, '""').replaceAll(/\d+/g, '0')
  return `${shape}${PLACEHOLDER.test(payload)}`
}

/** Of the texts in `messages.ts`. */
const PLACEHOLDER = /\{[a-z_]+\}/

function faultOf(answer: Answer, documents: readonly Document[], ajv: Ajv2020): string | null {
  const { method, path, status, contentType, body } = answer
  const name = `${method} ${path} answered ${status} ${contentType}`
  const index = documents.findIndex(({ paths }) => paths[path]?.[method.toLowerCase()])
  const response = documents[index]?.paths[path]?.[method.toLowerCase()]?.responses[status]
  if (!response) return `${name}, which is not declared`
  if (!response.content) return body ? `${name} with a body, and none is declared` : null
  if (!response.content[contentType]) return `${name}, declared is ${Object.keys(response.content)}`
  if (!contentType.endsWith('json')) return null
  if (contentType.includes('problem') && PLACEHOLDER.test(String(body))) return `${name}: a placeholder in ${body}`

  const pointer = ['paths', path, method.toLowerCase(), 'responses', `${status}`, 'content', contentType, 'schema']
  const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
  const validate = ajv.getSchema(`d${index}#/${escaped.join('/')}`)
  if (!validate) return `${name}: its schema cannot be found`
  return validate(JSON.parse(String(body))) ? null : `${name}: ${ajv.errorsText(validate.errors)} in ${body}`
}
