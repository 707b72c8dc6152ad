import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { SandboxOptions } from '../sandbox.ts'
import { startSandbox } from '../start-sandbox.ts'
import { createCaller } from './caller.ts'
import type { ShoprenterOptions } from './create-shoprenter.ts'
import { idOf } from './ids.ts'

type Wire = Record<string, unknown>

/** A shop whose app may write, a program that calls it, and an address that its webhooks come to. */
export async function openWriteStage(options: SandboxOptions = {}, shoprenter: ShoprenterOptions = {}) {
  const sandbox = await startSandbox({
    ...{ products: 20, customers: 10, orders: 10, appWrites: true, ...options },
    shoprenter: { requestsPerSecond: 10_000, ...shoprenter },
  })
  const caller = await createCaller(sandbox)
  const received: Wire[] = []
  const app = createServer(async (request, response) => {
    received.push(JSON.parse(await text(request)) as Wire)
    response.end()
  })
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  const { hooks } = sandbox.shoprenter.shop()
  sandbox.shoprenter.webhooks.policy.encoding = 'json'

  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => {
    const answer = await caller.api(path, { method, ...(body !== undefined && { body }) })
    return { status: answer.status, body: (answer.text === '' ? null : answer.json()) as Wire }
  }
  return {
    ...{ sandbox, caller, shop: sandbox.shoprenter.shop(), world: sandbox.world(), call, received },
    get: async (path: string) => (await call('GET', path)).body,
    items: async (path: string) => (await call('GET', path)).body.items as Wire[],
    /** Parts with the path after `/api/`; the status and the body of each. */
    async batch(parts: readonly { method: string; path: string; data?: unknown }[]) {
      const requests = parts.map(({ path, ...part }) => ({
        ...part,
        uri: `https://x.api2.myshoprenter.hu/api/${path}`,
      }))
      const { status, body } = await call('POST', 'batch', { data: { requests } })
      const answered = (body.requests as { request: { response: { header: Wire; body: Wire } }[] } | undefined)?.request
      return {
        status,
        body,
        parts:
          answered?.map(({ response }) => ({ status: Number(response.header.statusCode), body: response.body })) ?? [],
      }
    },
    subscribe: (event: string) => hooks.add(event, `http://127.0.0.1:${(app.address() as AddressInfo).port}/${event}`),
    /** Webhooks that have arrived, when no more are on their way. */
    async webhooks() {
      await sandbox.shoprenter.webhooks.idle()
      return received
    },
    async close() {
      await sandbox.close()
      await new Promise((resolve) => app.close(resolve))
    },
  }
}

export const ref = (kind: keyof typeof idOf, number: number) => ({ id: idOf[kind](number) })
