import { type Comparison, compareMirror, describeDifferences } from '../compare.ts'
import type { Stage } from './stage.ts'
import { formatCount } from './table.ts'

/** Compares the mirror with the shop's world, field by field. */
export async function showComparison(stage: Stage, shopId: string): Promise<Comparison> {
  const { screen, sandbox, domain, sql, expectation } = stage
  screen.title('The mirror against the shop, row by row and field by field')
  const comparison = await compareMirror({ sql, shopId, truth: expectation.truthOf(sandbox, domain) })
  const { differences, rows, values } = comparison
  const rowCount = Object.values(rows).reduce((sum, count) => sum + count, 0)
  const compared = `${formatCount(values)} values in ${formatCount(rowCount)} rows compared`
  if (differences.length === 0)
    screen.line(`${screen.good('✓')} ${compared}: equal, and no live row has a deleted parent`)
  else screen.line(`${screen.bad('✗')} ${compared}: ${formatCount(differences.length)} differences`)
  for (const line of describeDifferences(differences).split('\n').filter(Boolean)) screen.line(line)
  return comparison
}
