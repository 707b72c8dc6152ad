// npm run grant-app-role -- ROLE: what your own backend's database role needs, and nothing else: it may read the mirror
// and
// hand in pushes. The role has to exist.
import { connect, grantAppRole } from '@shopmirror/db'
import { loadEnv } from './load-env.ts'
import { requireAddress } from './require-env.ts'

loadEnv()
const [role] = process.argv.slice(2)
if (!role || role.startsWith('-')) {
  process.stderr.write('Usage: npm run grant-app-role -- ROLE\n')
  process.exit(2)
}
const sql = connect({ ...requireAddress(), max: 1 })
try {
  const readable = await sql.begin((tx) => grantAppRole(tx, role))
  process.stdout.write(`${role} may read ${readable.length} tables and views, and call push().\n`)
} finally {
  await sql.end()
}
