import { type DocumentNode, type GraphQLSchema, Kind, parse, validate } from 'graphql'

export interface MutationError {
  field: string[] | null
  message: string
  code: 'INVALID_MUTATION' | 'INVALID_STAGED_UPLOAD_FILE' | 'NO_SUCH_FILE' | 'OPERATION_IN_PROGRESS'
}

export interface WantedMutation {
  mutation: string
  /** What was uploaded; without it, nothing was. */
  file: string | undefined
  clientIdentifier: string | null
}

/** Others may not run within a bulk operation either; of these it is known. */
const REFUSED = new Set(['bulkOperationRunMutation', 'bulkOperationRunQuery'])
const IDENTIFIER_MIN = 10
const IDENTIFIER_MAX = 255

/** Why a bulk mutation does not begin; empty when it does. */
export function checkMutation(
  { mutation, file, clientIdentifier }: WantedMutation,
  schema: GraphQLSchema,
): MutationError[] {
  const at = (field: string, message: string, code: MutationError['code']) => [{ field: [field], message, code }]
  const refusal = refusalOf(mutation, schema)
  if (refusal) return at('mutation', refusal, 'INVALID_MUTATION')
  if (
    clientIdentifier !== null &&
    (clientIdentifier.length < IDENTIFIER_MIN || clientIdentifier.length > IDENTIFIER_MAX)
  )
    return at(
      'clientIdentifier',
      `Client identifier must be between ${IDENTIFIER_MIN} and ${IDENTIFIER_MAX} characters`,
      'INVALID_MUTATION',
    )
  if (file === undefined) return at('stagedUploadPath', 'The JSONL file could not be found.', 'NO_SUCH_FILE')
  return file.trim() === '' ? at('stagedUploadPath', 'The JSONL file is empty.', 'INVALID_STAGED_UPLOAD_FILE') : []
}

function refusalOf(text: string, schema: GraphQLSchema): string | null {
  const document = parsed(text)
  if (typeof document === 'string') return `Invalid bulk mutation: ${document}`
  const [operation, ...more] = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION)
  if (operation?.operation !== 'mutation') return 'Invalid operation type. Only `mutation` operations are supported.'
  const { selections } = operation.selectionSet
  if (more.length > 0 || selections.length !== 1) return 'You must specify exactly one top-level mutation.'
  const [field] = selections
  if (field?.kind !== Kind.FIELD || REFUSED.has(field.name.value)) return 'You must use an allowed mutation name.'
  const [problem] = validate(schema, document)
  return problem ? `Invalid bulk mutation: ${problem.message}` : null
}

function parsed(text: string): DocumentNode | string {
  try {
    return parse(text)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
