import { MissingKeyError, PlanLimitError, ShopTakenError } from '@shopmirror/db'
import { SyncRefusedError } from '@shopmirror/jobs'
import { ConnectorError, type ConnectorFailure } from '@shopmirror/platforms'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { isOutOfReach } from './is-out-of-reach.ts'
import type { ProblemName } from './messages.ts'
import { type FieldError, Problem } from './problem.ts'

const RETRY_AFTER_SECONDS = 5

/** What an error means to the caller; `null` when it is a bug of ours. */
export function classify(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) return new Problem('invalid-request', { errors: fieldErrors(error) })
  if (error instanceof PlanLimitError) return withReason('plan-limit', error)
  if (error instanceof ShopTakenError) return new Problem('shop-taken', { parameters: { domain: error.domain } })
  if (error instanceof SyncRefusedError) return refusedSync(error)
  if (error instanceof ConnectorError) return failedCall(error as ConnectorFailure)
  // Its message names the key for the log; the caller is only told to come again.
  if (isOutOfReach(error) || error instanceof MissingKeyError)
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

/** Where several shapes are allowed: what keeps the value from the one that it misses least. */
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

/** Errors of the HTTP layer carry a status; above 499 they are ours. */
function byStatus(error: unknown): Problem | null {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 413) return new Problem('payload-too-large')
  if (status === 415) return new Problem('unsupported-media-type')
  if (status === 404) return new Problem('not-found')
  if (status >= 400 && status < 500) return withReason('unreadable-request', error as Error)
  return null
}
