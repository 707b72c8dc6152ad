import { checkAlerts } from './check-alerts.ts'
import type { Schedule } from './define-job.ts'
import { sweepInstalls } from './installs/sweep-installs.ts'
import { sweepPrivacy } from './privacy/sweep-privacy.ts'
import { drainJobOutbox } from './queue/drain-job-outbox.ts'
import { sweepErasures } from './sweep-erasures.ts'
import { sweepInbox } from './sweep-inbox.ts'
import { sweepRetention } from './sweep-retention.ts'
import { sweepRuns } from './sweep-runs.ts'
import { sweepTokens } from './sweep-tokens.ts'
import { sweepWebhooks } from './sweep-webhooks.ts'
import { tickSync } from './tick-sync.ts'

const MINUTE_MS = 60_000

/** What the clock queue repeats. */
export const schedules: readonly Schedule[] = [
  { job: drainJobOutbox, everyMs: 10_000 },
  { job: tickSync, everyMs: MINUTE_MS },
  { job: sweepInbox, everyMs: MINUTE_MS },
  { job: checkAlerts, everyMs: MINUTE_MS },
  { job: sweepRuns, everyMs: 30_000 },
  { job: sweepInstalls, everyMs: 30_000 },
  { job: sweepErasures, everyMs: 5 * MINUTE_MS },
  { job: sweepWebhooks, everyMs: 10 * MINUTE_MS },
  { job: sweepPrivacy, everyMs: 60 * MINUTE_MS },
  { job: sweepTokens, everyMs: 60 * MINUTE_MS },
  { job: sweepRetention, everyMs: 60 * MINUTE_MS },
]
