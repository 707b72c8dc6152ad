/** An error of the control API, in the reader's language. See `/openapi.json` for the types. */
export interface ProblemDocument {
  type: string
  title: string
  status: number
  detail?: string
  request_id?: string
  errors?: { path: string; message: string }[]
}

/** Prefix of every `type`. */
const URN = 'urn:shopmirror:problem:'

/** Thrown by `request` for every answer that is not 2xx. */
export class ApiProblem extends Error {
  readonly document: ProblemDocument
  /** Seconds, when the api says how long to wait. */
  readonly retryAfter: number | undefined

  constructor(document: ProblemDocument, retryAfter?: number) {
    super(document.detail ?? document.title)
    this.document = document
    this.retryAfter = retryAfter
  }

  get status(): number {
    return this.document.status
  }

  /** Such as `wrong-state`. */
  override get name(): string {
    return this.document.type.replace(URN, '')
  }
}

/** Thrown by `request` when no answer came: no network, or the api is down. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** Whether it is the problem of this name, such as `isProblem(error, 'not-found')`. */
export function isProblem(error: unknown, name: string): error is ApiProblem {
  return error instanceof ApiProblem && error.name === name
}
