import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, test } from 'vitest'
import type { ServerSpec } from './guard-messages.ts'
import { commandLineOf } from './processes.ts'
import { createSupervisor } from './supervise.ts'

const folder = mkdtempSync(join(tmpdir(), 'supervise-'))
afterAll(() => rmSync(folder, { recursive: true }))

const logFile = join(folder, 'log')
const isGone = (pid: number) => commandLineOf(pid) === ''

/** Says its name when it is asked to stop, and obeys after a while. */
function politeServer(name: string, stage: number, delayMs = 0): ServerSpec {
  const code = `process.on('SIGTERM', () => setTimeout(() => { console.log('${name} stopped'); process.exit() }, ${delayMs})); console.log('${name} started'); setInterval(() => {}, 1000)`
  const command = process.execPath
  return { command, args: ['--eval', code], cwd: folder, env: {}, logFile, stopSignal: 'SIGTERM', stage }
}

test('servers are stopped in reverse order: apps before the databases they use', async () => {
  const supervisor = createSupervisor()
  const servers = [
    await supervisor.start(politeServer('database', 0)),
    await supervisor.start(politeServer('app', 1, 200)),
  ]
  await until(() => /app started/.test(readFileSync(logFile, 'utf8')))
  await supervisor.close()
  expect(servers.map(({ pid }) => isGone(pid))).toEqual([true, true])
  expect(readFileSync(logFile, 'utf8')).toMatch(/app stopped\ndatabase stopped/)
})

test('a program that cannot be started is an error that names it', async () => {
  const supervisor = createSupervisor()
  const missing = supervisor.start({ ...politeServer('x', 0), command: '/no/such/program' })
  await expect(missing).rejects.toThrow('/no/such/program')
  await supervisor.close()
})

test('a log that cannot be opened is an error that names it', async () => {
  const supervisor = createSupervisor()
  const unwritable = supervisor.start({ ...politeServer('x', 0), logFile: join(folder, 'no-such-folder', 'log') })
  await expect(unwritable).rejects.toThrow(/ENOENT.*no-such-folder/)
  await supervisor.close()
})

test('starting a server with a killed guard is an error', async () => {
  const supervisor = createSupervisor()
  const server = await supervisor.start(politeServer('left', 0))
  process.kill(supervisor.pid, 'SIGKILL')
  await expect(supervisor.start(politeServer('x', 0))).rejects.toThrow(/guard process (is gone|.*SIGKILL)/)
  server.kill('SIGKILL')
})

test('the exit of a server is reported with its code', async () => {
  const supervisor = createSupervisor()
  const server = await supervisor.start({ ...politeServer('x', 0), args: ['--eval', 'process.exit(3)'] })
  expect(await server.exited).toEqual({ code: 3, signal: null })
  await supervisor.close()
})

test('servers do not outlive an owner that is killed', async () => {
  const { href } = new URL('./supervise.ts', import.meta.url)
  const code = `
    const { createSupervisor } = await import(${JSON.stringify(href)})
    const supervisor = createSupervisor()
    const server = await supervisor.start(${JSON.stringify(politeServer('orphan', 0))})
    console.log(JSON.stringify({ pids: [supervisor.pid, server.pid] }))
    setInterval(() => {}, 1000)`
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(owner.stdout, 'data')
  const { pids }: { pids: number[] } = JSON.parse(String(line))
  expect(pids.filter(isGone)).toEqual([])

  owner.kill('SIGKILL')
  await until(() => pids.every(isGone), { message: 'guard and server gone' })
})
