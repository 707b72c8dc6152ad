import { findSigner } from '../../crypto/signature.ts'
import { parseWritten, type WritingStyle, type WrittenObject, writeSorted } from './written-json.ts'

/** Styles of the JSON text that is signed. `plain` is documented; the others are those of other languages' encoders. */
export type Escaping = 'plain' | 'html' | 'ascii' | 'html-ascii'

export interface Signature {
  /** 64 lower-case hex digits. */
  sign: string
  /** From the header. */
  timestamp: string
}

export interface Signed {
  secretIndex: number
  escaping: Escaping
}

const styles: readonly WritingStyle[] = [
  { numbers: 'javascript', keys: 'javascript' },
  { numbers: 'written', keys: 'javascript' },
  { numbers: 'written', keys: 'sorted' },
  { numbers: 'javascript', keys: 'sorted' },
]

const escapings: Readonly<Record<Escaping, (text: string) => string>> = {
  plain: (text) => text,
  html: escapeHtml,
  ascii: escapeNonAscii,
  'html-ascii': (text) => escapeNonAscii(escapeHtml(text)),
}

/**
 * The secret that signed a body and the style of its text; `null` for none. The signed text is `timestamp:` and the body as
 * JSON with sorted keys: https://shopline-developers.readme.io/docs/webhook-signature
 */
export function findSignature(
  body: Uint8Array | WrittenObject,
  { sign, timestamp }: Signature,
  secrets: readonly string[],
): Signed | null {
  const parsed = body instanceof Uint8Array ? parseWritten(body) : body
  if (!parsed || secrets.length === 0 || secrets.includes('')) return null
  const given = Buffer.from(sign, 'hex')
  for (const { text, escaping } of spellings(parsed)) {
    const secretIndex = findSigner(secrets, `${timestamp}:${text}`, given)
    if (secretIndex !== -1) return { secretIndex, escaping }
  }
  return null
}

/** The distinct texts, the most likely first; most bodies have one or two. */
function* spellings(body: WrittenObject): Generator<{ text: string; escaping: Escaping }> {
  const seen = new Set<string>()
  for (const escaping of Object.keys(escapings) as Escaping[]) {
    for (const style of styles) {
      const text = escapings[escaping](writeSorted(body, style))
      if (seen.has(text)) continue
      seen.add(text)
      yield { text, escaping }
    }
  }
}

/** JSON has these characters only inside strings, so the whole text can be escaped at once. */
function escapeHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, escapeUnit)
}

function escapeNonAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, escapeUnit)
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
