import type { Logger, Tracer } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { Platform, ShopClient, WebhookAddresses } from '@shopmirror/platforms'
import type { Lane } from './budget/shop-budget.ts'
import type { CredentialKeeper } from './credentials/credential-keeper.ts'
import type { BatchDeliveries } from './inbox/batch-deliveries.ts'
import type { JobMetrics } from './metrics.ts'
import type { Enqueue } from './queue/enqueue.ts'
import type { Shop } from './shop.ts'

/** Counts the calls made through an opened shop. */
export interface CallMeter {
  requests: number
  throttled: number
  waitedMs: number
}

/** A connected shop as jobs use it: its row, and a client that keeps to its budget and adds its token. */
export interface OpenShop {
  shop: Shop
  platform: Platform
  client: ShopClient
  meter: CallMeter
}

/** Settings of the worker that jobs use; defaults are in the worker's `config.ts`. */
export interface JobSettings {
  /** Share of a resource, 0–1, that one full run may delete. Beyond it the run stops and raises an alert. */
  DELETE_GUARD_SHARE: number
  /** Age at which a stored delivery's body is emptied, days. */
  DELIVERY_RETENTION_DAYS: number
  /** Age at which a finished run is deleted, days. */
  RUN_RETENTION_DAYS: number
  /** Age at which payloads of finished pushes are emptied, days. */
  PUSH_RETENTION_DAYS: number
  /** Age at which hours of the statistics are deleted, days. */
  STATISTICS_RETENTION_DAYS: number
  /** Age at which recorded changes of objects are deleted, days. */
  LINEAGE_RETENTION_DAYS: number
  /** Age at which entries of the audit log are deleted, days. */
  AUDIT_RETENTION_DAYS: number
  /** Between an uninstall and the erasure of the mirror, hours. */
  ERASE_GRACE_HOURS: number
  /** Failures in a row of one kind for one shop that raise an alert. */
  ALERT_AFTER_FAILURES: number
}

/** Everything a job's handler may use. Built once in the worker's `main.ts`. */
export interface JobContext {
  db: Repositories
  platforms: ReadonlyMap<string, Platform>
  enqueue: Enqueue
  batchDeliveries: BatchDeliveries
  /** Throws while a failover of Redis could lose jobs of the inbox that were just added. */
  inboxReplicated?: () => Promise<void>
  credentials: CredentialKeeper
  /** Throws `PermanentError` when the shop does not exist, is uninstalled, or its platform is not enabled. */
  openShop(shopId: string, lane: Lane): Promise<OpenShop>
  addresses: WebhookAddresses
  notify(alert: { title: string; detail: string; shopId: string; kind: string }): Promise<void>
  metrics: JobMetrics
  tracer: Tracer
  settings: JobSettings
  log: Logger
  now(): Date
}
