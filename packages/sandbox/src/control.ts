import { findEmulator, findEmulatorOfShop } from './emulators.ts'
import type { Fault } from './faults.ts'
import type { Core } from './sandbox.ts'
import { notFound, ok, type SandboxResponse } from './sandbox-response.ts'
import { controlWorld } from './world/control.ts'

type Body = Record<string, unknown>

export interface ControlCall {
  method: string
  url: URL
  body: Body
}

/** `/control/…`: what tests in other processes do; see the README of this package. */
export async function answerControl(core: Core, { method, url, body }: ControlCall): Promise<SandboxResponse> {
  const [, , area = '', name = '', ...rest] = url.pathname.split('/')
  if (area === 'shops') return controlShop(core, { method, domain: name, path: rest, query: url.searchParams, body })
  const emulator = findEmulator(core, area)
  if (emulator) return orNotFound(await emulator.controlApp(`${method} ${name}`, body))
  switch (`${method} ${area}`) {
    case 'GET stats':
      return ok(core.stats)
    case 'POST faults':
      core.faults.set(body as unknown as Fault)
      return ok({})
    case 'DELETE faults':
      core.faults.clear()
      return ok({})
    case 'POST clock':
      core.clock.advance(Number(body.advanceMs ?? 0))
      return ok({ now: new Date(core.clock.now()).toISOString() })
    default:
      return notFound('control')
  }
}

interface ShopCall {
  method: string
  domain: string
  path: string[]
  query: URLSearchParams
  body: Body
}

/** A platform's own controls first; the rest are changes of the world, which are the same for all platforms. */
async function controlShop(core: Core, { domain, ...call }: ShopCall): Promise<SandboxResponse> {
  const found = findEmulatorOfShop(core, domain)
  if (!found) return notFound('shop')
  const { method, path, body } = call
  const result = await found.emulator.controlShop(domain, `${method} ${path[0] ?? ''}`, body)
  if (result !== undefined) return ok(result)
  return controlWorld(core.world(found.worldName), call) ?? notFound('control')
}

function orNotFound(result: unknown): SandboxResponse {
  return result === undefined ? notFound('control') : ok(result)
}
