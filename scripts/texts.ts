// npm run texts: writes new texts of the dashboard into its catalogs (apps/dashboard/src/**/locales/*.po) and removes unused
// ones. The Hungarian and German of new ones are then written by hand; `npm run check` says which are missing.
import { dashboardRoot, runTool } from './dashboard-build.ts'

await runTool('@lingui/cli/dist/lingui.js', ['extract', '--clean'], dashboardRoot, { isShown: true })
