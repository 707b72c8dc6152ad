import { findMachineFailure } from '@shopmirror/config'
import { ConnectorError, PermanentError } from '@shopmirror/platforms'
import { DeleteGuardError } from '../sync/delete-guard.ts'

export interface Failure {
  kind: string
  message: string
}

/** What a row keeps of an error. Only messages of our own are kept: a driver's may quote the data it choked on. */
export function describeFailure(error: unknown): Failure {
  const machine = findMachineFailure(error)
  if (error instanceof ConnectorError)
    return { kind: machine && error.kind === 'retryable' ? 'machine' : kindOf(error), message: error.message }
  if (machine) return { kind: 'machine', message: machine.message }
  return { kind: 'unclassified', message: 'An unexpected error: the worker logged it with the id of this object.' }
}

function kindOf(error: ConnectorError): string {
  if (error instanceof DeleteGuardError) return 'delete_guard'
  if (error instanceof PermanentError && error.missingScope) return 'missing_scope'
  return error.kind
}
