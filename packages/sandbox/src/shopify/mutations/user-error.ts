/** What a mutation refuses, and where in its input. Some mutations have a code, some name places by number. */
export interface UserError {
  field: (string | number)[] | null
  message: string
  code?: string
}

export function problem(field: (string | number)[] | null, message: string, code?: string): UserError {
  return { field, message, ...(code && { code }) }
}
