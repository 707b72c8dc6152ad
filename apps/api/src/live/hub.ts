import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { tooManyRequests } from '../http/address-limit.ts'
import { type Caller, callerOf, scopeOf } from '../http/auth.ts'
import { Problem } from '../http/problem.ts'
import { catchUp } from './catch-up.ts'
import { type Connection, openConnection } from './connection.ts'
import type { LiveFeed } from './feed.ts'
import type { LiveMetrics } from './metrics.ts'

/** Connections of one API key or person: some tabs of a browser, or some programs. */
const CONNECTIONS_PER_CALLER_MAX = 20
/** Connections of one process. */
const CONNECTIONS_MAX = 5_000
/** Between two messages proxies and browsers wait at least this long, ms. */
const PING_MS = 15_000
/** How soon a connection ends whose API key or session has ended, ms. */
const CHECK_MS = 5_000
/** Credentials that are checked at the same time. */
const CHECKS_AT_ONCE = 4
/** When readers come back after a shutdown, ms: spread, so that the next process does not get all at once. */
const RETRY_MS = { from: 500, to: 2_500 }
/** A caller with too many connections may try again after this, ms. */
const REFUSED_MS = 10_000
const UNAVAILABLE_SECONDS = 5

/** All live connections of a process. */
export interface LiveHub {
  /** Answers with a stream that stays open. Throws a problem before the answer has begun. */
  open(request: FastifyRequest, reply: FastifyReply, after: string | undefined): Promise<void>
  close(): void
}

/** `whoIs` throws a problem with status 401 when the request's credentials are no longer valid. */
export interface LiveHubOptions {
  feed: LiveFeed
  whoIs(request: FastifyRequest, reply: FastifyReply): Promise<Caller>
  metrics: LiveMetrics
}

interface Open {
  request: FastifyRequest
  reply: FastifyReply
  caller: Caller
  connection: Connection
}

export function createLiveHub({ feed, whoIs, metrics }: LiveHubOptions): LiveHub {
  const open = new Set<Open>()
  let isClosing = false
  let isChecking = false
  const timers = [setInterval(pingAll, PING_MS).unref(), setInterval(checkAll, CHECK_MS).unref()]

  return {
    async open(request, reply, after) {
      const caller = callerOf(request)
      requireRoom(caller)
      const caughtUp = await catchUp(feed, after)
      if (!caughtUp || isClosing) {
        caughtUp?.stop()
        throw new Problem('unavailable', { retryAfterSeconds: UNAVAILABLE_SECONDS })
      }
      const response = writeHead(reply)
      const { onSent, onCut } = metrics
      const connection = openConnection({ response, caughtUp, scope: scopeOf(request), onSent, onCut })
      const entry = { request, reply, caller, connection }
      open.add(entry)
      metrics.onOpened()
      response.once('close', () => {
        open.delete(entry)
        metrics.onClosed()
      })
    },
    close() {
      isClosing = true
      for (const timer of timers) clearInterval(timer)
      for (const { connection } of open) connection.cut('shutdown', spread())
      feed.close()
    },
  }

  function requireRoom({ id }: Caller): void {
    const own = [...open].filter(({ caller }) => caller.id === id).length
    if (own >= CONNECTIONS_PER_CALLER_MAX) throw tooManyRequests(REFUSED_MS)
    if (open.size >= CONNECTIONS_MAX || isClosing)
      throw new Problem('unavailable', { retryAfterSeconds: UNAVAILABLE_SECONDS })
  }

  async function pingAll(): Promise<void> {
    const id = open.size === 0 ? null : await feed.position()
    for (const { connection } of open) connection.ping(id)
  }

  /** One check for all connections with the same credentials. */
  async function checkAll(): Promise<void> {
    if (isChecking) return
    isChecking = true
    const groups = [...Map.groupBy(open, ({ request }) => credentialsOf(request)).values()]
    const work = async () => {
      for (let group = groups.pop(); group; group = groups.pop()) await check(group)
    }
    await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, work))
    isChecking = false
  }

  async function check(group: readonly Open[]): Promise<void> {
    const [first] = group
    const now = first && (await whoIs(first.request, first.reply).catch(unlessSignedOut))
    if (now === undefined) return
    for (const { caller, connection } of group) if (!isSame(now, caller)) connection.cut('signed_out', spread())
  }
}

/** `undefined` when it cannot be found out now: then nobody can sign out either. */
function unlessSignedOut(error: unknown): null | undefined {
  return error instanceof Problem && [401, 403].includes(error.status) ? null : undefined
}

function isSame(now: Caller | null, before: Caller): boolean {
  return now !== null && now.accountId === before.accountId && now.role === before.role
}

function credentialsOf({ headers: { authorization = '', cookie = '' } }: FastifyRequest): string {
  return `${authorization}\n${cookie}`
}

function spread(): number {
  return Math.round(RETRY_MS.from + Math.random() * (RETRY_MS.to - RETRY_MS.from))
}

/** With the headers that hooks have set. */
function writeHead(reply: FastifyReply) {
  reply.hijack()
  const { raw } = reply
  // The connection ends with the stream, so that a shutdown does not wait for it.
  raw.shouldKeepAlive = false
  raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // nginx would collect what is sent.
    'x-accel-buffering': 'no',
  })
  return raw
}
