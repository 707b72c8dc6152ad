import { PermanentError } from '../../contract/errors.ts'

export interface UserError {
  readonly field: readonly string[] | null
  readonly message: string
}

interface Payload {
  readonly userErrors: readonly UserError[]
}

/** The payload of a successful mutation. Throws `PermanentError` with the platform's user errors. */
export function requireSuccess<P extends Payload>(payload: P | null, name: string): P {
  const errors = payload?.userErrors ?? [{ field: null, message: 'no payload' }]
  if (payload && errors.length === 0) return payload
  throw new PermanentError(`Shopify ${name}: refused: ${errors.map(describe).join('; ')}.`, {
    platform: 'shopify',
    status: 200,
  })
}

function describe({ field, message }: UserError): string {
  return field ? `${field.join('.')}: ${message}` : message
}
