import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { Stats } from './stats.ts'
import type { WorldShop } from './world/shop.ts'

/** What every face of the world stands on. */
export interface FaceDeps {
  /** Of the sandbox. */
  url: string
  /** Of the app that the faces speak with. */
  appUrl: string
  clock: Clock
  faults: Faults
  stats: Stats
  /** The shop that is meant when none is named. */
  firstShop: string
  openWorld(name: string): WorldShop
}

export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  url: URL
}

type Body = Record<string, unknown>

/** One platform, served under `/{id}/…`. */
export interface Face {
  /** Settings with which an api and a worker use it. */
  env: Record<string, string>
  answer(exchange: Exchange): Promise<void>
  /** What tests do to the app; `undefined` for what there is not. */
  controlApp(call: string, body: Body): unknown
  /** What tests do to a shop; `undefined` for what there is not. */
  controlShop(domain: string, call: string, body: Body): Promise<unknown>
  close(): Promise<void>
}

/** What a platform calls the world's shops. */
export interface Domains {
  isDomain(domain: string): boolean
  worldNameOf(domain: string): string
}
