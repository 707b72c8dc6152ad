/** A text table: the first column is left-aligned, the others (numbers) right-aligned. */
export function formatTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const cells = [head, ...rows.map((row) => row.map(formatCell))]
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const lines = cells.map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  '))
  const rule = widths.map((width) => '─'.repeat(width)).join('──')
  return [lines[0] ?? '', rule, ...lines.slice(1)]
}

export function formatCount(count: number): string {
  return count.toLocaleString('en')
}

export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

const formatCell = (cell: string | number) => (typeof cell === 'number' ? formatCount(cell) : cell)
const pad = (cell: string, width: number, column: number) => (column === 0 ? cell.padEnd(width) : cell.padStart(width))
