import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Faults } from './faults.ts'
import { writeText } from './http.ts'

const LATENCY_MS = 500

/** What arrives in place of JSON when a proxy in front of the platform responds. */
const pages = {
  html: { status: 520, headers: { 'content-type': 'text/html' }, text: '<!doctype html>520' },
  xml: { status: 200, headers: { 'content-type': 'application/xml' }, text: '<?xml version="1.0"?><error/>' },
} as const

export interface FaultInjection {
  faults: Faults
  where: { path: string; shop: string }
  response: ServerResponse
  /** Which page this platform is known to send. */
  page: keyof typeof pages
  /** Writes a 500 in the format of this platform. */
  fail(): void
}

/** Applies latency, and returns whether another fault has responded or closed the connection. */
export async function injectFault({ faults, where, response, page, fail }: FaultInjection): Promise<boolean> {
  for (const { kind, ms = LATENCY_MS } of faults.hit(['latency', 'reset', 'error', page], where)) {
    if (kind === 'latency') {
      await pause(ms)
      continue
    }
    if (kind === 'reset') response.socket?.destroy()
    else if (kind === 'error') fail()
    else writeText(response, pages[page])
    return true
  }
  return false
}
