import { createHmac } from 'node:crypto'

/**
 * The official libraries disagree on `=` in a value, and nobody says which way the platform goes.
 * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant
 */
export type SignatureForm = 'escaped' | 'encoded'

/** The parameters with `hmac`: all the others by name, joined, signed in lower-case hex. */
export function signQuery(
  parameters: Readonly<Record<string, string>>,
  secret: string,
  form: SignatureForm = 'escaped',
): URLSearchParams {
  const message = Object.entries(parameters)
    .map(([name, value]) => (form === 'encoded' ? encodePair(name, value) : escapePair(name, value)))
    .sort()
    .join('&')
  const hmac = createHmac('sha256', secret).update(message).digest('hex')
  return new URLSearchParams({ ...parameters, hmac })
}

function encodePair(name: string, value: string): string {
  return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`
}

function escapePair(name: string, value: string): string {
  return `${escapeText(name).replaceAll('=', '%3D')}=${escapeText(value)}`
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('&', '%26')
}
