import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { Stats } from './stats.ts'
import type { WorldShop } from './world/shop.ts'

/** What the sandbox gives to the emulator of every platform. */
export interface EmulatorDeps {
  /** Base URL of the sandbox, without a slash at its end. */
  url: string
  /** Base URL of the app that installs in the shops and receives their webhooks. */
  appUrl: string
  clock: Clock
  faults: Faults
  stats: Stats
  /** World name of the shop that is meant when none is named. */
  firstShop: string
  /** The app requests write scopes, also on platforms where most apps only read. */
  appWrites: boolean
  openWorld(name: string): WorldShop
}

export interface HttpExchange {
  request: IncomingMessage
  response: ServerResponse
  /** With the path of the sandbox. */
  url: URL
  /** As the client called it, where that differs from `url`: the platform's own host and path. Links in answers begin with it. */
  calledUrl?: URL
}

type Body = Record<string, unknown>

/** One platform, served under `/{id}/…`. */
export interface PlatformEmulator {
  /** Settings with which an api and a worker use it. */
  env: Record<string, string>
  handleRequest(exchange: HttpExchange): Promise<void>
  /** `/control/{id}/…`: what tests do to the app; `undefined` if there is no such control. */
  controlApp(call: string, body: Body): unknown
  /** `/control/shops/{domain}/…`: what tests do to a shop; `undefined` if there is no such control. */
  controlShop(domain: string, call: string, body: Body): Promise<unknown>
  close(): Promise<void>
}

/** How a platform names the world's shops. */
export interface Domains {
  isDomain(domain: string): boolean
  worldNameOf(domain: string): string
}

/** A host of the real platform, which the sandbox serves by TLS. */
export interface PlatformHost {
  /** As in a certificate: `*.` stands for the shop. */
  name: string
  /** Where the sandbox serves a path of the host. `shop` is what the `*` stands for, else empty. */
  sandboxPath(path: string, shop: string): string
}
