import { findMachineFailure } from '@shopmirror/config'
import { ConnectorError, PermanentError } from '@shopmirror/platforms'
import { DeleteGuardError } from '../sync/delete-guard.ts'

/**
 * What is stored of an error. `kind` selects the alert: an error kind, `machine`, `delete_guard` or `missing_scope`.
 */
export interface Failure {
  kind: string
  message: string
}

/** What is stored of an error. Only our own messages are stored: a driver's message may quote customer data. */
export function describeFailure(error: unknown): Failure {
  const machine = findMachineFailure(error)
  if (error instanceof ConnectorError)
    return { kind: machine && error.kind === 'retryable' ? 'machine' : kindOf(error), message: error.message }
  if (machine) return { kind: 'machine', message: machine.message }
  return { kind: 'unclassified', message: 'Unexpected error. Search the log of the worker for the id of this object.' }
}

function kindOf(error: ConnectorError): string {
  if (error instanceof DeleteGuardError) return 'delete_guard'
  if (error instanceof PermanentError && error.missingScope) return 'missing_scope'
  return error.kind
}
