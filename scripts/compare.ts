import type { Truth, TruthRow } from '@shopmirror/sandbox'
import { findOrphans } from '@shopmirror/test/find-orphans.ts'
import type postgres from 'postgres'
import { canonical } from './canonical.ts'

export interface Difference {
  table: string
  externalId: string
  /** Undefined when the whole row is missing or surplus. */
  field?: string
  /** The deleted parent of a row that is not deleted. */
  parent?: string
  expected: string | null
  actual: string | null
}

export interface Comparison {
  /** Live rows, by table. */
  rows: Record<string, number>
  /** Number of compared values. */
  values: number
  differences: Difference[]
}

export interface CompareOptions {
  sql: postgres.Sql
  shopId: string
  truth: Truth
}

/**
 * Compares the mirror of one shop with the expected rows, field by field, and checks that no live row has a deleted
 * parent.
 */
export async function compareMirror({ sql, shopId, truth }: CompareOptions): Promise<Comparison> {
  const comparison: Comparison = { rows: {}, values: 0, differences: [] }
  for (const [table, expected] of Object.entries(truth)) {
    const actual = await sql`select * from ${sql(table)} where shop_id = ${shopId} and deleted_at is null`
    const types = new Map(actual.columns.map((column) => [column.name, column.type]))
    comparison.rows[table] = actual.length
    compareTable({ table, expected, actual, types }, comparison)
  }
  const orphans = await findOrphans({ sql, shopId })
  comparison.differences.push(...orphans.map((orphan) => ({ ...orphan, expected: null, actual: 'a row' })))
  return comparison
}

interface TableSides {
  table: string
  expected: readonly TruthRow[]
  actual: Iterable<postgres.Row>
  types: ReadonlyMap<string, number>
}

function compareTable({ table, expected, actual, types }: TableSides, comparison: Comparison): void {
  const left = new Map([...actual].map((row) => [String(row.external_id), row]))
  for (const { externalId, fields } of expected) {
    const row = left.get(externalId)
    left.delete(externalId)
    if (row) compareRow({ table, externalId, fields, row, types }, comparison)
    else comparison.differences.push({ table, externalId, expected: 'a row', actual: null })
  }
  for (const externalId of left.keys()) {
    comparison.differences.push({ table, externalId, expected: null, actual: 'a row' })
  }
}

interface RowSides extends TruthRow {
  table: string
  row: postgres.Row
  types: ReadonlyMap<string, number>
}

function compareRow({ table, externalId, fields, row, types }: RowSides, comparison: Comparison): void {
  for (const [field, value] of Object.entries(fields)) {
    const type = types.get(field)
    if (type === undefined) throw new Error(`Table ${table} has no column ${field}: correct the truth's mapping.`)
    const expected = canonical(value, type)
    const actual = canonical(row[field], type)
    comparison.values += 1
    if (expected !== actual) comparison.differences.push({ table, externalId, field, expected, actual })
  }
}

/** Text with the first `most` differences, one per line. */
export function describeDifferences(differences: readonly Difference[], most = 20): string {
  const lines = differences.slice(0, most).map(describeDifference)
  if (differences.length > most) lines.push(`… and ${differences.length - most} more`)
  return lines.join('\n')
}

function describeDifference({ table, externalId, field, parent, expected, actual }: Difference): string {
  if (parent) return `${table} ${externalId}: live in the mirror, although ${parent} is deleted`
  if (field)
    return `${table} ${externalId} ${field}: ${shorten(expected)} in the shop, ${shorten(actual)} in the mirror`
  return expected
    ? `${table} ${externalId}: missing in the mirror`
    : `${table} ${externalId}: deleted in the shop, live in the mirror`
}

const shorten = (text: string | null) => (text && text.length > 200 ? `${text.slice(0, 199)}…` : text)
