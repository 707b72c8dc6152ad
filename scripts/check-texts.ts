// Fails when a catalog of the dashboard lacks a text, has one that is not used any more, or lacks a translation.
import { dashboardRoot, runTool } from './dashboard-build.ts'

try {
  for (const check of [['sync'], ['missing', '--mode', 'catalog']])
    await runTool('@lingui/cli/dist/lingui.js', ['check', ...check, '--verbose'], dashboardRoot)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.stderr.write(
    'npm run texts writes new texts into the catalogs, and removes unused ones; translate what is new.\n',
  )
  process.exitCode = 1
}
