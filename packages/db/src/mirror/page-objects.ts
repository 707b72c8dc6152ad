import type { ComparedTable } from './compare-page.ts'
import type { PreparedTable } from './prepare-page.ts'
import type { PreparedRow } from './prepare-rows.ts'

/** An object of a page with the rows that belong to it: written whole, or not at all. */
export interface PageObject {
  /** Of the object's own row. */
  table: string
  externalId: string
  /** ISO 8601. */
  version: string | null
  rows: { table: string; row: PreparedRow }[]
}

/** A child whose parent is not on the page is a separate object. */
export function objectsOf(tables: readonly PreparedTable[]): PageObject[] {
  const owners = new Map<string, PageObject>()
  for (const { table, rows } of tables)
    for (const row of rows) {
      const { externalId, version, parentId } = row
      const owner = table.parent && parentId !== null && owners.get(`${table.parent.table}/${parentId}`)
      const object = owner || { table: table.name, externalId, version, rows: [] }
      object.rows.push({ table: table.name, row })
      owners.set(`${table.name}/${externalId}`, object)
    }
  return [...new Set(owners.values())]
}

/** What of a page these objects are. Every table stays named: one that is not says nothing about its parents' children. */
export function partOf(tables: readonly ComparedTable[], objects: readonly PageObject[]): ComparedTable[] {
  const rows = new Set(objects.flatMap((object) => object.rows.map(({ row }) => row)))
  return tables.map((part) => ({
    ...part,
    rows: part.rows.filter((row) => rows.has(row)),
    differing: part.differing.filter((row) => rows.has(row)),
  }))
}

/** The raw objects as one JSON text, by table. */
export function rawOf({ rows }: PageObject): string {
  const byTable = Map.groupBy(rows, ({ table }) => table)
  const parts = [...byTable].map(
    ([table, ofTable]) => `${JSON.stringify(table)}:[${ofTable.map(({ row }) => row.raw).join(',')}]`,
  )
  return `{${parts.join(',')}}`
}
