// npm run foreign-clients [-- part-of-a-name …]: programs that nobody here wrote read emulated shops by TLS, under the
// platforms' real host names.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '@shopmirror/sandbox'
import { SHOP } from './foreign-clients/client.ts'
import { clients } from './foreign-clients/clients.ts'
import { proxyEnv } from './foreign-clients/proxy-env.ts'
import { readAll } from './foreign-clients/read-all.ts'
import { report } from './foreign-clients/report.ts'
import { onShutdown } from './shutdown.ts'

const names = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'foreign-clients-'))
const sandbox = await startSandbox({
  ...{ products: 300, customers: 400, orders: 1_000, shops: [SHOP] },
  tls: { folder: join(folder, 'ca') },
})
async function stop(): Promise<void> {
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
}
onShutdown(stop)

const chosen = clients.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)))
const results = await readAll(chosen, { sandbox, folder, env: proxyEnv(sandbox.tls) })
await stop()
process.exit(report(results) ? 0 : 1)
