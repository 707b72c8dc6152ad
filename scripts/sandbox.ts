// npm run sandbox: emulated shops alone, for programs that are to run against them. `-- --help` lists the options.
import { startSandbox } from '@shopmirror/sandbox'
import { freePort } from './ports.ts'
import { runCommand } from './sandbox/commands.ts'
import { help, readOptions, sizesIn } from './sandbox/options.ts'
import { describeTls, tlsOptions } from './sandbox/tls.ts'
import { onShutdown } from './shutdown.ts'

const values = readOptions(process.argv.slice(2))
if (values.help) {
  process.stdout.write(help)
  process.exit()
}

const { command, shop = 'minta-bolt', url = 'http://127.0.0.1:4010' } = values
if (command !== undefined) process.exit(await runCommand(command, { ...values, shop, url }))

const sandbox = await startSandbox({
  ...sizesIn(values),
  shops: [shop],
  port: values.port ? Number(values.port) : await freePort(4010),
  ...(values.tls && { tls: await tlsOptions(values) }),
})
onShutdown(() => sandbox.close())
process.stdout.write(`The sandbox answers at ${sandbox.url}. Settings for an api and a worker to use it:\n\n`)
for (const [name, value] of Object.entries(sandbox.env)) process.stdout.write(`${name}=${value}\n`)
if (sandbox.tls) process.stdout.write(`\n${describeTls(sandbox.tls, shop)}`)
process.stdout.write('\nCtrl-C ends it.\n')
