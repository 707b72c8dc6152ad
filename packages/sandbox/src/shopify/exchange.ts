import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import { damageKinds } from '../faults.ts'
import { writeText } from '../http.ts'
import { injectFault } from '../inject-fault.ts'
import { jsonBlocks } from '../json-blocks.ts'
import type { HttpExchange } from '../platform-emulator.ts'
import type { Stats } from '../stats.ts'
import type { Shopify } from './shopify.ts'

export interface ServerCore {
  shopify: Shopify
  faults: Faults
  clock: Clock
  stats: Stats
}

/** A call of a shop, with its body. */
export type Call = HttpExchange & { domain: string; text: string }

export function accessToken({ headers }: IncomingMessage): string {
  return String(headers['x-shopify-access-token'] ?? '')
}

/** Whether a fault has answered the call. */
export function hasFault(core: ServerCore, call: Call, where: { path: string; shop: string }): Promise<boolean> {
  const fail = () => write(core, call, { status: 500, body: { errors: 'Internal Server Error' } })
  return injectFault({ faults: core.faults, where, response: call.response, page: 'html', fail })
}

/** The fault that damages the response on its way. */
export function damageOf({ faults }: ServerCore, where: { path: string; shop: string }): string | undefined {
  return faults.hit(damageKinds, where)[0]?.kind
}

type Answer = { status: number; headers?: Record<string, string> } & (
  | { body: unknown }
  | { text: string | readonly Buffer[] }
)

export function write({ clock }: ServerCore, { response }: Call, answer: Answer, damage?: string): void {
  writeText(response, {
    ...{ status: answer.status, damage, text: 'text' in answer ? answer.text : jsonBlocks(answer.body) },
    headers: {
      'content-type': 'application/json; charset=utf-8',
      // The date is the sandbox's own, which tests move.
      date: new Date(clock.now()).toUTCString(),
      'x-request-id': `${randomUUID()}-${Math.floor(clock.now() / 1_000)}`,
      ...answer.headers,
    },
  })
}
