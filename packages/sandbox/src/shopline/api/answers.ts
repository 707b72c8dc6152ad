import type { Answer } from './open-api-types.ts'

export function ok(body: unknown): Answer {
  return { status: 200, body }
}

/** 400 and 422 tell it as `error`, everything else as `message`. https://open-api.docs.shoplineapp.com/docs/openapi-request-example */
export function refuse(status: number, code: string, text: string, extras?: Record<string, unknown>): Answer {
  if (status === 400) return { status, body: { error: text, code, caused_by: extras ?? {} } }
  if (status === 422) return { status, body: { error: text, code, ...(extras && { extras }) } }
  return { status, body: { message: text, code, ...(extras && { extras }) } }
}

export function notFound(what: string): Answer {
  return refuse(404, 'NotFound', `${what} not found`)
}

export function isAnswer(value: object): value is Answer {
  return 'status' in value && 'body' in value
}

/** The one refusal that is documented to the letter, and without `Retry-After`. */
export const rateLimited: Answer = {
  status: 429,
  body: {
    error: 'Rate limit exceeded for attempts to access Open API. please try again later',
    code: 'RateLimitExceeded',
  },
}
