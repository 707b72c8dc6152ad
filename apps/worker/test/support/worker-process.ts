import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { until } from '@shopmirror/test/until.ts'

const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
const READY_TIMEOUT_MS = 60_000

export interface WorkerProcess {
  url: string
  /** What it has said so far. */
  output(): string
  /** Sends the signal, waits for the end and answers the exit code, `null` when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** A worker as it runs in production, with these settings and no others. */
export async function startWorkerProcess(env: Record<string, string>): Promise<WorkerProcess> {
  const port = await freePort()
  const child = spawn(process.execPath, [main], {
    env: { HOST: '127.0.0.1', WORKER_PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const url = `http://127.0.0.1:${port}`
  await untilReady(child, url, () => output)
  return {
    url,
    output: () => output,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
      return child.exitCode
    },
  }
}

async function untilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const isReady = async () => {
    if (child.exitCode !== null) return 'ended'
    return (await fetch(`${url}/readyz`)).ok && output().includes('worker.started') && 'ready'
  }
  if ((await until(isReady, { timeoutMs: READY_TIMEOUT_MS, message: 'worker ready' })) === 'ended')
    throw new Error(`The worker ended while it started:\n${output()}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
