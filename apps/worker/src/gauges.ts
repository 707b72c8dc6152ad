import type { Repositories } from '@shopmirror/db'
import { type ClockState, type Queues, queueNames, readReadyWork } from '@shopmirror/jobs'
import { Gauge, type Registry } from 'prom-client'

/** What the gauges read. */
export interface GaugesOptions {
  registry: Registry
  queues: Queues
  stats: Repositories['stats']
  clock(): Promise<ClockState>
}

/**
 * Registers gauges that are read at each scrape. All workers report the same values, so dashboards take the maximum.
 */
export function registerGauges({ registry, queues, stats, clock }: GaugesOptions): void {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[], fill: Fill<Label>) =>
    new Gauge({
      name: `shopmirror_${name}`,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        this.reset()
        await fill((labels, value) => this.set(labels, value))
      },
    })

  gauge('queue_jobs', 'Jobs in a queue.', ['queue', 'state'], async (set) => {
    for (const queue of queueNames) {
      const counts = await queues[queue].getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed')
      for (const [state, count] of Object.entries(counts)) set({ queue, state }, count)
    }
  })
  gauge('queue_oldest_seconds', 'Time for which the oldest ready job has been ready.', ['queue'], async (set) => {
    for (const queue of queueNames) {
      const { oldestMs } = await readReadyWork(queues[queue], new Date())
      set({ queue }, oldestMs / 1_000)
    }
  })
  gauge('shops', 'Shops by status.', ['platform', 'status'], async (set) => {
    for (const { platform, status, shops } of await stats.shopsByStatus()) set({ platform, status }, shops)
  })
  gauge(
    'freshness_seconds',
    'Age of the oldest watermark of an active shop.',
    ['platform', 'resource'],
    async (set) => {
      for (const { platform, resource, oldest } of await stats.freshness()) set({ platform, resource }, oldest)
    },
  )
  gauge('sync_runs', 'Sync runs by status.', ['type', 'status'], async (set) => {
    for (const { type, status, runs } of await stats.runsByStatus()) set({ type, status }, runs)
  })
  gauge('inbox_spilled_groups', 'Batches of deliveries waiting in Postgres (spill).', [], async (set) => {
    set({}, await stats.spilled())
  })
  gauge('clock_age_seconds', 'Time since the schedules last ran in any worker.', [], async (set) => {
    set({}, (await clock()).ageMs / 1_000)
  })
}

type Fill<Label extends string> = (
  set: (labels: Partial<Record<Label, string>>, value: number) => void,
) => Promise<void>
