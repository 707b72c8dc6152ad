import { Plural, Trans } from '@lingui/react/macro'
import { Box, Group } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import type { Rows } from '../api/rows.ts'
import { Button } from './button.tsx'
import { useHeldRows } from './held-rows.ts'
import { StateView } from './state-view.tsx'
import { type Column, Table } from './table.tsx'

export interface RowListProps<Row> {
  /** Names the table for screen readers. */
  label: string
  /** From `useRows`. */
  rows: Rows<Row>
  columns: Column<Row>[]
  idOf: (row: Row) => string
  /** Shown when nothing matches; say whether filters are the reason. */
  empty: ReactNode
}

/**
 * A list in all its states. Rows never move under the reader: what is new is counted, and shown on a press. Give it the
 * filters as `key`, so that other filters begin anew.
 */
export function RowList<Row>({ rows, empty, ...list }: RowListProps<Row>) {
  return (
    <StateView query={rows} isEmpty={({ pages }) => pages.every(({ data }) => data.length === 0)} empty={empty}>
      {({ pages }) => <ReadRows pages={pages} rows={rows} {...list} />}
    </StateView>
  )
}

interface ReadRowsProps<Row> extends Omit<RowListProps<Row>, 'empty'> {
  pages: { data: Row[] }[]
}

function ReadRows<Row>({ pages, rows, label, columns, idOf }: ReadRowsProps<Row>) {
  const read = useMemo(() => pages.flatMap(({ data }) => data), [pages])
  const { rows: shown, held, release } = useHeldRows(read, idOf)
  return (
    <>
      <Box role="group" aria-label={label}>
        <div role="status">
          {held > 0 && (
            <Button variant="default" size="xs" fullWidth mb="xs" onClick={release}>
              <Plural value={held} one="Show # new row" other="Show # new rows" />
            </Button>
          )}
        </div>
        <Table label={label} columns={columns} rows={shown} idOf={idOf} />
      </Box>
      {rows.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        </Group>
      )}
    </>
  )
}
