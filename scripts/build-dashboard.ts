// npm run build-dashboard: the dashboard's client and files. Steps whose inputs did not change are skipped.
import { buildDashboard } from './dashboard-build.ts'
import { onShutdown } from './shutdown.ts'

onShutdown(async () => undefined)
try {
  const isBuilt = await buildDashboard(say)
  if (!isBuilt) say('The dashboard is up to date.')
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
process.exit()

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
