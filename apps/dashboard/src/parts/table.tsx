import type { ReactNode } from 'react'
import classes from './table.module.css'

export interface Column<Row> {
  id: string
  /** Heading; on a phone it stands before the value. */
  header: string
  cell: (row: Row) => ReactNode
  /** For numbers. */
  align?: 'right'
}

export interface TableProps<Row> {
  /** Names the table for screen readers. */
  label: string
  columns: Column<Row>[]
  rows: readonly Row[]
  idOf: (row: Row) => string
}

/** A table that becomes a card for each row on a phone. The first column says what the row is. */
export function Table<Row>({ label, columns, rows, idOf }: TableProps<Row>) {
  // On a phone the elements are no table for the browser any more, so the roles say it.
  return (
    <div className={classes.frame}>
      {/* biome-ignore-start lint/a11y/noRedundantRoles: see above */}
      <table className={classes.table} role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ id, header, align }) => (
              <th key={id} role="columnheader" scope="col" data-align={align}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={idOf(row)} role="row">
              {columns.map(({ id, header, cell, align }) => (
                <td key={id} role="cell" data-header={header} data-align={align}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
    </div>
  )
}
