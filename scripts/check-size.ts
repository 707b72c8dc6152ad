// Fails when a screen of the dashboard loads more than its budget in a browser that has nothing of it yet.
import { join } from 'node:path'
import { buildDashboard, dashboardRoot } from './dashboard-build.ts'
import { pageSizes } from './page-size.ts'

/** Scripts, styles and texts of one screen, gzip, bytes. */
const FIRST_LOAD_BYTES_MAX = 250 * 1_024

await buildDashboard(() => undefined)
const tooLarge = pageSizes(join(dashboardRoot, 'dist')).filter(({ bytes }) => bytes > FIRST_LOAD_BYTES_MAX)
for (const { screen, bytes } of tooLarge)
  process.stderr.write(
    `${screen} loads ${Math.ceil(bytes / 1_024)} KB; ${FIRST_LOAD_BYTES_MAX / 1_024} KB are allowed.\n`,
  )
if (tooLarge.length > 0) process.exitCode = 1
