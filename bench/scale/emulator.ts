import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Env } from '@shopmirror/scripts/app-processes.ts'
import { type EmulatorData, REQUESTS } from './emulator-data.ts'

export interface Emulator {
  /** Settings with which api and worker use it. */
  env: Env
  /** Set a version before its webhook is sent. */
  versions: Uint32Array
  /** Requests so far. */
  requests(): number
  close(): Promise<void>
}

export const SECRET = 'secret-of-the-bench'

/** Shops of three platforms that answer from memory: nearly all of the processor is left to those who ask. */
export async function startEmulator({ objects, delayMs }: { objects: number; delayMs: number }): Promise<Emulator> {
  const shared = new SharedArrayBuffer(objects * Uint32Array.BYTES_PER_ELEMENT)
  const counters = new SharedArrayBuffer(Uint32Array.BYTES_PER_ELEMENT)
  const workerData: EmulatorData = { versions: shared, counters, delayMs }
  const thread = new Worker(new URL('./emulator-thread.ts', import.meta.url), { workerData })
  const [port] = await once(thread, 'message')
  const url = `http://127.0.0.1:${port}`
  return {
    env: {
      SHOPIFY_CLIENT_ID: 'bench',
      SHOPIFY_CLIENT_SECRETS: SECRET,
      SHOPIFY_ADMIN_URL: `${url}/shopify/{shop}`,
      SHOPRENTER_CLIENT_ID: 'bench',
      SHOPRENTER_CLIENT_SECRETS: SECRET,
      SHOPRENTER_API_URL: `${url}/shoprenter/{shop}/api/`,
      SHOPRENTER_TOKEN_URL: `${url}/shoprenter/{shop}/token`,
      SHOPRENTER_REQUESTS_PER_SECOND: '100',
      SHOPLINE_CLIENT_ID: 'bench',
      SHOPLINE_CLIENT_SECRETS: SECRET,
      SHOPLINE_API_URL: `${url}/shopline`,
      SHOPLINE_AUTH_URL: `${url}/shopline/auth`,
      SHOPLINE_REQUESTS_PER_SECOND: '100',
    },
    versions: new Uint32Array(shared),
    requests: () => Atomics.load(new Uint32Array(counters), REQUESTS),
    close: async () => void (await thread.terminate()),
  }
}
