import type { Sandbox } from '@shopmirror/sandbox'

/** World name of the shop that all of them read. */
export const SHOP = 'foreign-bolt'

/** What a client read of one stream; `error` says why it stopped before the end. */
export interface Reading {
  stream: string
  ids: readonly string[]
  error?: string
}

/** Where a client finds the shop, and a folder for its files. */
export interface Target {
  sandbox: Sandbox
  /** Environment of the client: the proxy and the CA, so that it calls the platform's own hosts. */
  env: NodeJS.ProcessEnv
  folder: string
  /** A program is killed after so many ms. Default: 5 minutes. */
  timeoutMs?: number
}

/** Part of a client's streams, read by one process. */
export interface Task {
  streams: readonly string[]
  read(): Promise<Reading[]>
}

/** A program that nobody here wrote, or a small one over a library that nobody here wrote. */
export interface ForeignClient {
  /** Name and version, as people know them. */
  name: string
  /** Installs it unless it is there. Throws `UnavailableError` if this machine lacks what it needs. */
  install(): Promise<void>
  /** Ids of every stream, from the world and not from what the emulator answers. */
  expected(target: Target): Record<string, readonly string[]>
  /** May run side by side. */
  tasks(target: Target): Promise<Task[]>
}

/** A client that cannot run here: no interpreter, or no network for its first installation. */
export class UnavailableError extends Error {}
