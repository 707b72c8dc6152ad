import { MissingKeyError, PlanLimitError, ShopTakenError } from '@shopmirror/db'
import { SyncRefusedError } from '@shopmirror/jobs'
import { ConnectorError, type ConnectorFailure } from '@shopmirror/platforms'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { isUnavailable } from './is-unavailable.ts'
import type { ProblemName } from './messages.ts'
import { type FieldError, Problem } from './problem.ts'

const RETRY_AFTER_SECONDS = 5

/** The problem to answer for an error; `null` when the error is a bug. */
export function classify(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) return new Problem('invalid-request', { errors: fieldErrors(error) })
  if (error instanceof PlanLimitError) return withReason('plan-limit', error)
  if (error instanceof ShopTakenError) return new Problem('shop-taken', { parameters: { domain: error.domain } })
  if (error instanceof SyncRefusedError) return refusedSync(error)
  if (error instanceof ConnectorError) return failedCall(error as ConnectorFailure)
  // The message names the missing key, so it is only logged; the caller gets 503 with `Retry-After`.
  if (isUnavailable(error) || error instanceof MissingKeyError)
    return new Problem('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, cause: error })
  return byStatus(error)
}

interface Invalid {
  validation: { instancePath: string; message?: string; params?: unknown }[]
  validationContext?: string | undefined
}

function fieldErrors({ validation, validationContext = 'body' }: Invalid): FieldError[] {
  return validation.flatMap(({ instancePath, message = 'is not valid', params }) => {
    const path = [validationContext, ...instancePath.split('/').filter(Boolean)].join('.')
    const alternative = closestAlternative(params)
    if (!alternative) return { path, message }
    return alternative.map((issue) => ({ path: [path, ...issue.path].join('.'), message: issue.message }))
  })
}

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>

/** Of a union: the issues of the alternative with the fewest. */
function closestAlternative(params: unknown): readonly Issue[] | undefined {
  const { errors } = (params ?? {}) as { errors?: Issue[][] }
  return errors?.toSorted((a, b) => a.length - b.length)[0]
}

function withReason(problem: ProblemName, error: Error): Problem {
  return new Problem(problem, { parameters: { reason: error.message }, cause: error })
}

function refusedSync(error: SyncRefusedError): Problem {
  switch (error.reason) {
    case 'not_found':
      return new Problem('not-found', { cause: error })
    case 'no_resources':
      return withReason('nothing-to-sync', error)
    case 'not_active':
      return withReason('shop-not-active', error)
  }
}

/** A call to a shop, made while the caller waits. */
function failedCall(failure: ConnectorFailure): Problem {
  switch (failure.kind) {
    case 'auth_revoked':
      return withReason('credentials-refused', failure)
    case 'permanent':
      return withReason('shop-refused', failure)
    case 'retryable':
      return withReason('shop-unreachable', failure)
    case 'rate_limited':
      return new Problem('unavailable', { retryAfterSeconds: Math.ceil(failure.retryAfterMs / 1_000), cause: failure })
  }
}

/** Errors of the HTTP framework have a `statusCode`; from 500 on they are bugs. */
function byStatus(error: unknown): Problem | null {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 413) return new Problem('payload-too-large')
  if (status === 415) return new Problem('unsupported-media-type')
  if (status === 404) return new Problem('not-found')
  if (status >= 400 && status < 500) return withReason('unreadable-request', error as Error)
  return null
}
