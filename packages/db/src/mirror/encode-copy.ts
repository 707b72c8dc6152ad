import { readMicroseconds, readNumeric } from './binary-values.ts'
import { type CopyOutput, createCopyOutput } from './copy-output.ts'
import type { Json } from './prepare-rows.ts'
import { toStorableJson, toStorableText } from './storable.ts'

/** Sent to Postgres in one piece, bytes: while it reads one, the next is being made. */
const CHUNK_BYTES = 128 * 1024

/** The signature, no flags, and no extension. */
const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const END = -1
const JSONB_VERSION = 1
const TEXT_OID = 25
const NEGATIVE = 0x4000

/** Something of a row has to be sent as text: a value whose meaning only Postgres can tell, such as a date in words. */
export class NotEncodableError extends Error {
  override readonly name = 'NotEncodableError'
}

/** By the column's type as Postgres writes it; `json text` for JSON that is text already. */
export interface CopyColumn<Row> {
  name: string
  type: string
  read(row: Row): Json | undefined
}

/**
 * Rows in the binary format of COPY, which Postgres need not search for delimiters and escapes. Every value becomes
 * what `json_to_recordset` makes of the same JSON. Throws `NotEncodableError`.
 * https://www.postgresql.org/docs/current/sql-copy.html
 */
export function* encodeCopy<Row>(
  columns: readonly CopyColumn<Row>[],
  rows: Iterable<Row>,
): Generator<Buffer, void, undefined> {
  const out = createCopyOutput(2 * CHUNK_BYTES)
  out.bytes(header)
  for (const row of rows) {
    writeRow(out, columns, row)
    if (out.length >= CHUNK_BYTES) yield out.take()
  }
  out.int16(END)
  yield out.take()
}

/** What is nested so deeply that it has no JSON here was turned into JSON before, where the stack was shorter. */
function writeRow<Row>(out: CopyOutput, columns: readonly CopyColumn<Row>[], row: Row): void {
  try {
    out.int16(columns.length)
    for (const { type, read } of columns) {
      const value = read(row) ?? null
      if (value === null) out.fieldOfNull()
      else writerOf(type)(out, value)
    }
  } catch (cause) {
    if (cause instanceof NotEncodableError) throw cause
    throw new NotEncodableError('A row has a value that cannot be encoded.', { cause })
  }
}

type Value = NonNullable<Json>
type Writer = (out: CopyOutput, value: Value) => void

const writers: Readonly<Record<string, Writer>> = {
  'json text': (out, value) => out.fieldOfVersionedText(JSONB_VERSION, String(value)),
  jsonb: writeJson,
  text: writeText,
  'text collate "C"': writeText,
  'text[]': writeTexts,
  numeric: writeNumeric,
  integer: writeInteger,
  boolean: writeBoolean,
  timestamptz: writeTime,
  'timestamp with time zone': writeTime,
}

function writerOf(type: string): Writer {
  const writer = writers[type]
  if (!writer) throw new NotEncodableError(`No value of type ${type} can be encoded.`)
  return writer
}

function writeJson(out: CopyOutput, value: Value): void {
  const json = toStorableJson(value)
  if (json === 'null') out.fieldOfNull()
  else out.fieldOfVersionedText(JSONB_VERSION, json)
}

function writeText(out: CopyOutput, value: Value): void {
  const text = typeof value === 'string' ? toStorableText(value) : toStorableJson(value)
  // Of a number that is none, JSON makes `null`.
  if (text === 'null' && typeof value !== 'string') out.fieldOfNull()
  else out.fieldOfText(text)
}

function writeTexts(out: CopyOutput, value: Value): void {
  if (!Array.isArray(value) || value.some((each) => typeof each === 'object' && each !== null))
    throw new NotEncodableError('A list holds something other than values.')
  out.field(() => {
    for (const head of [value.length > 0 ? 1 : 0, value.includes(null) ? 1 : 0, TEXT_OID]) out.int32(head)
    if (value.length > 0) for (const bound of [value.length, 1]) out.int32(bound)
    for (const each of value) {
      if (each === null) out.fieldOfNull()
      else writeText(out, each)
    }
  })
}

function writeNumeric(out: CopyOutput, value: Value): void {
  const parts = readNumeric(String(value))
  if (!parts) throw new NotEncodableError('A number is not written in digits.')
  const { groups, weight, isNegative, scale } = parts
  out.int32(2 * (4 + groups.length))
  for (const part of [groups.length, weight, isNegative ? NEGATIVE : 0, scale, ...groups]) out.int16(part)
}

const INT32_MAX = 2 ** 31 - 1

function writeInteger(out: CopyOutput, value: Value): void {
  if (!Number.isInteger(value) || Math.abs(Number(value)) > INT32_MAX)
    throw new NotEncodableError('A number is no integer of 32 bits.')
  out.int32(4)
  out.int32(Number(value))
}

function writeBoolean(out: CopyOutput, value: Value): void {
  if (typeof value !== 'boolean') throw new NotEncodableError('A value is neither true nor false.')
  out.int32(1)
  out.bytes(value ? asTrue : asFalse)
}

const [asFalse, asTrue] = [Buffer.from([0]), Buffer.from([1])]

function writeTime(out: CopyOutput, value: Value): void {
  const microseconds = typeof value === 'string' ? readMicroseconds(value) : null
  if (microseconds === null) throw new NotEncodableError('A time is not written as toISOString does.')
  out.fieldOfInt64(microseconds)
}
