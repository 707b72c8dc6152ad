import { pickLanguage } from './languages.ts'
import { fill, type ProblemName, problems } from './messages.ts'

/** Content type of error responses (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json'
/** A URN and not a URL, so that a `type` is the same in every deployment. */
export const PROBLEM_URN = 'urn:shopmirror:problem:'

/** One invalid field of a request. */
export interface FieldError {
  /** Such as `body.frequency`. */
  path: string
  message: string
}

interface ProblemOptions {
  /** Values for the placeholders of the texts. */
  parameters?: Record<string, string>
  errors?: FieldError[]
  retryAfterSeconds?: number
  cause?: unknown
}

/** An error response. Thrown by routes and what they call; sent by the error handler. */
export class Problem extends Error {
  readonly problem: ProblemName
  readonly status: number
  readonly parameters: Record<string, string>
  readonly errors: FieldError[] | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(problem: ProblemName, { parameters = {}, errors, retryAfterSeconds, cause }: ProblemOptions = {}) {
    super(problem, { cause })
    this.name = 'Problem'
    this.problem = problem
    this.status = problems[problem].status
    this.parameters = parameters
    this.errors = errors
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Body of an error response, `application/problem+json` (RFC 9457). */
export interface ProblemDocument {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  request_id: string
  errors?: FieldError[]
}

/** The request that an error response is about. */
export interface ProblemPlace {
  path: string
  requestId: string
  acceptLanguage: string | undefined
}

/** RFC 9457, in the caller's language. */
export function describeProblem(problem: Problem, { path, requestId, acceptLanguage }: ProblemPlace): ProblemDocument {
  const { title, detail } = problems[problem.problem][pickLanguage(acceptLanguage)]
  return {
    type: `${PROBLEM_URN}${problem.problem}`,
    title,
    status: problem.status,
    detail: fill(detail, { request_id: requestId, ...problem.parameters }),
    instance: path,
    request_id: requestId,
    ...(problem.errors && { errors: problem.errors }),
  }
}
