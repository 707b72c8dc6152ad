import { Counter, Gauge, type Registry } from 'prom-client'
import type { CutReason } from './connection.ts'

/** Counts live connections and what is sent over them. */
export interface LiveMetrics {
  onOpened(): void
  onClosed(): void
  onSent(): void
  onCut(reason: CutReason): void
}

export function createLiveMetrics(registry: Registry): LiveMetrics {
  const connections = new Gauge({
    name: 'shopmirror_live_connections',
    help: 'Open connections of live events.',
    registers: [registry],
  })
  const messages = new Counter({
    name: 'shopmirror_live_messages_total',
    help: 'Messages sent to live connections.',
    registers: [registry],
  })
  const cuts = new Counter({
    name: 'shopmirror_live_cuts_total',
    help: 'Live connections that the server ended, by reason: slow readers, ended sessions and keys, shutdown.',
    labelNames: ['reason'],
    registers: [registry],
  })
  return {
    onOpened: () => connections.inc(),
    onClosed: () => connections.dec(),
    onSent: () => messages.inc(),
    onCut: (reason) => cuts.inc({ reason }),
  }
}
