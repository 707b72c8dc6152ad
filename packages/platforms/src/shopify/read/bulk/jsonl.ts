import { crc32 } from 'node:zlib'
import { RetryableError } from '../../../contract/errors.ts'

const NEWLINE = 10
const QUOTE = 34
const BACKSLASH = 92
const CLOSING_BRACE = 125
/** One object; what is far beyond it is not a result of ours. */
const LINE_BYTES_MAX = 32 * 1024 * 1024

const idPrefix = Buffer.from('{"id":"')
const parentKey = Buffer.from('"__parentId"')
const valuePrefix = Buffer.from(':"')

/** Lines of a byte stream as they come, empty ones left out. They point into the chunk: copy what has to outlive the batch. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer[], void, undefined> {
  const rest: Buffer[] = []
  let restBytes = 0
  for await (const bytes of chunks) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const firstEnd = chunk.indexOf(NEWLINE)
    if (firstEnd < 0) {
      rest.push(chunk)
      restBytes += chunk.length
      if (restBytes > LINE_BYTES_MAX) throw broken(`a line is longer than ${LINE_BYTES_MAX} bytes`)
      continue
    }
    const first = rest.length > 0 ? Buffer.concat([...rest, chunk.subarray(0, firstEnd)]) : chunk.subarray(0, firstEnd)
    const { lines, end } = linesFrom(chunk, firstEnd + 1)
    rest.splice(0, rest.length, chunk.subarray(end))
    restBytes = chunk.length - end
    yield [first, ...lines].filter(({ length }) => length > 0)
  }
  if (restBytes > 0) yield [Buffer.concat(rest)]
}

function linesFrom(chunk: Buffer, start: number): { lines: Buffer[]; end: number } {
  const lines: Buffer[] = []
  let from = start
  for (let end = chunk.indexOf(NEWLINE, from); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
    lines.push(chunk.subarray(from, end))
    from = end + 1
  }
  return { lines, end: from }
}

export interface LineAddress {
  /** Tells where the line belongs: the same number for a root and all its children. */
  hash: number
  isRoot: boolean
}

/** Whose line it is, without parsing it where it looks as Shopify writes it: `id` first, `__parentId` last. */
export function addressOf(line: Buffer): LineAddress {
  if (line.at(-1) !== CLOSING_BRACE) throw broken('a line does not end as an object does')
  const at = line.lastIndexOf(parentKey)
  if (at < 0) return { hash: crc32(valueAt(line, 0, idPrefix) ?? parsedAddress(line).id), isRoot: true }

  const parent = valueAt(line, at + parentKey.length, valuePrefix)
  if (parent && parent.byteOffset + parent.length + 2 === line.byteOffset + line.length)
    return { hash: crc32(parent), isRoot: false }
  const { id, isRoot } = parsedAddress(line)
  return { hash: crc32(id), isRoot }
}

/** The bytes of a plain text that begins with `prefix` at `start`; `null` when it is anything else. */
function valueAt(line: Buffer, start: number, prefix: Buffer): Buffer | null {
  const from = start + prefix.length
  if (line.compare(prefix, 0, prefix.length, start, from) !== 0) return null
  const end = line.indexOf(QUOTE, from)
  const value = end < 0 ? null : line.subarray(from, end)
  return value?.includes(BACKSLASH) ? null : value
}

function parsedAddress(line: Buffer): { id: string; isRoot: boolean } {
  const { id, __parentId } = parseLine(line)
  const address = __parentId ?? id
  if (typeof address !== 'string') throw broken('a line has neither an id nor a parent')
  return { id: address, isRoot: __parentId === undefined }
}

export type Node = Record<string, unknown>

/** Throws `RetryableError` for what is no JSON object: a result that was damaged on its way can be fetched again. */
export function parseLine(line: Buffer | string): Node {
  const value = parse(line.toString())
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw broken('a line is not an object')
  return value as Node
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw broken('a line is not JSON', error)
  }
}

/** Never quotes the line: it may be a customer. */
export function broken(what: string, cause?: unknown): RetryableError {
  return new RetryableError(`Result of a bulk operation: ${what}; it is fetched again.`, { platform: 'shopify', cause })
}
