// npm run generate-migration -- --name what-changed: writes the SQL migration from the old schema to the new one.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './paths.ts'

const folder = join(root, 'packages', 'db')
const program = join(dirname(createRequire(join(folder, 'package.json')).resolve('drizzle-kit')), 'bin.cjs')
const { status } = spawnSync(process.execPath, [program, 'generate', ...process.argv.slice(2)], {
  cwd: folder,
  stdio: 'inherit',
})
process.exit(status ?? 1)
