const REDACTED = '[redacted]'
const DEPTH_MAX = 8

/** Compared without case, `_` and `-`, so that `accessToken`, `access_token` and `Access-Token` are the same. */
const secretKeys = new Set([
  ...['authorization', 'cookie', 'setcookie', 'hmac', 'signature', 'code', 'encryptionkeys'],
  ...['email', 'phone', 'firstname', 'lastname', 'body', 'payload', 'raw', 'rows', 'data'],
])
const secretEndings = /(token|tokens|secret|secrets|password|apikey)$/

/**
 * The only fields of errors that are logged: drivers attach statements, parameters and whole requests to their errors.
 */
const errorFields = [
  'code',
  'kind',
  'status',
  'statusCode',
  'platform',
  'retryAfterMs',
  'constraint_name',
  'table_name',
]

/**
 * Secrets that libraries put into messages: bearer and API keys, signed parameters (a `code` of a few digits is an exit
 * code), and passwords in URLs. The first group is kept.
 */
const secretTexts = [
  /(\bBearer\s+|\bsmk_|\b(?:hmac|token|access_token|refresh_token|client_secret|password)=)[^\s&"',@]+/gi,
  /(\bcode=)(?!\d{1,5}\b)[^\s&"',@]+/gi,
  // In a web address, what looks like a port is one; in a database address, everything before the `@` is a password.
  /(?<=https?)(:\/\/[^\s:/@[]{0,255}:)(?!\d{1,5}(?:[/?#]|["',;:)\]}]*(?:\s|$)))[^\s"]{1,512}(?=@)/gi,
  /(?<!https?)(:\/\/[^\s:/@[]{0,255}:)[^\s"]{1,512}(?=@)/gi,
  /()[\w.%+-]+@(?:[\w-]+\.)+[a-z]{2,}\b/gi,
]

function isSecret(key: string): boolean {
  const name = key.toLowerCase().replace(/[_-]/g, '')
  return secretKeys.has(name) || secretEndings.test(name)
}

/** `rows: 120`, `token: null` and the `set` or `missing` of `describeSettings` are not secret. */
function carriesText(value: unknown): boolean {
  if (value === 'set' || value === 'missing') return false
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
}

/** A copy that is safe to log, at any depth. Instances of classes are left to their serializers. */
export function redact(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return redactError(value, depth)
  if (Array.isArray(value)) return depth > DEPTH_MAX ? REDACTED : value.map((entry) => redact(entry, depth + 1))
  if (!isPlain(value)) return value
  return depth > DEPTH_MAX ? REDACTED : redactFields(value, depth)
}

/** A copy in which secret fields, at any depth, are replaced by `[redacted]`. */
export function redactFields(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      isSecret(key) && carriesText(value) ? REDACTED : redact(value, depth + 1),
    ]),
  )
}

/** Replaces secrets inside a text; see `secretTexts`. */
export function redactText(text: string): string {
  return secretTexts.reduce((clean, pattern) => clean.replace(pattern, `$1${REDACTED}`), text)
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const fields = errorFields.flatMap((name) => {
    const value: unknown = Reflect.get(error, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const deeper = depth < DEPTH_MAX
  const message = messageOf(error)
  return {
    type: error.name,
    message,
    stack: [message, ...framesOf(error)].join('\n'),
    ...Object.fromEntries(fields),
    ...(deeper && error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
    ...(deeper && error instanceof AggregateError && { errors: error.errors.map((each) => redact(each, depth + 1)) }),
  }
}

/** SQLSTATE class 22: the value cannot be stored, and the message quotes it. */
const DATA_EXCEPTION = /^22/

/** The query builder puts parameters into its message, and Postgres the invalid value. */
function messageOf(error: Error): string {
  if ('query' in error && 'params' in error) return 'A query failed. See the cause.'
  const quotesValue = 'code' in error && typeof error.code === 'string' && DATA_EXCEPTION.test(error.code)
  return redactText(quotesValue ? error.message.replace(/"[^"]*"/g, `"${REDACTED}"`) : error.message)
}

/** The stack without the message. */
function framesOf({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => /^\s+at /.test(line))
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
