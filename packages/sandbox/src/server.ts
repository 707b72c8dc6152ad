import type { ServerResponse } from 'node:http'
import { answerControl } from './control.ts'
import { findEmulator } from './emulators.ts'
import { parseObject, readText, writeText } from './http.ts'
import type { HttpExchange } from './platform-emulator.ts'
import type { Core } from './sandbox.ts'
import { notFound, type SandboxResponse } from './sandbox-response.ts'

/** `/{platform}/…` and `/control/…` */
export async function handleRequest(core: Core, incoming: Omit<HttpExchange, 'url'>): Promise<void> {
  const { request, response } = incoming
  const url = new URL(request.url ?? '/', core.url)
  const [, area] = url.pathname.split('/')
  const emulator = findEmulator(core, area)
  if (emulator) return emulator.handleRequest({ ...incoming, url })
  if (area !== 'control') return write(response, notFound('path'))
  const body = parseObject(await readText(request))
  write(response, await answerControl(core, { method: request.method ?? 'GET', url, body }))
}

function write(response: ServerResponse, { status, body }: SandboxResponse): void {
  writeText(response, { status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) })
}
