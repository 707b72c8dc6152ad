import { checkAlerts } from './alerts/check-alerts.ts'
import { sweepTokens } from './credentials/sweep-tokens.ts'
import { sweepInbox } from './inbox/sweep-inbox.ts'
import { sweepInstalls } from './installs/sweep-installs.ts'
import { sweepErasures } from './privacy/sweep-erasures.ts'
import { sweepPrivacy } from './privacy/sweep-privacy.ts'
import { sweepRetention } from './privacy/sweep-retention.ts'
import { sweepPushes } from './push/sweep-pushes.ts'
import type { Schedule } from './queue/define-job.ts'
import { drainJobOutbox } from './queue/drain-job-outbox.ts'
import { sweepReplays } from './replays/sweep-replays.ts'
import { foldStatistics } from './statistics/fold-statistics.ts'
import { sweepRuns } from './sync/sweep-runs.ts'
import { tickSync } from './sync/tick-sync.ts'
import { sweepWebhooks } from './webhooks/sweep-webhooks.ts'

const MINUTE_MS = 60_000

/** Jobs that the `clock` queue repeats. */
export const schedules: readonly Schedule[] = [
  { job: drainJobOutbox, everyMs: 10_000 },
  { job: sweepPushes, everyMs: 5_000 },
  { job: foldStatistics, everyMs: 15_000 },
  { job: tickSync, everyMs: MINUTE_MS },
  { job: sweepInbox, everyMs: MINUTE_MS },
  { job: checkAlerts, everyMs: MINUTE_MS },
  { job: sweepRuns, everyMs: 30_000 },
  { job: sweepReplays, everyMs: 30_000 },
  { job: sweepInstalls, everyMs: 30_000 },
  { job: sweepErasures, everyMs: 5 * MINUTE_MS },
  { job: sweepWebhooks, everyMs: 10 * MINUTE_MS },
  { job: sweepPrivacy, everyMs: 60 * MINUTE_MS },
  { job: sweepTokens, everyMs: 60 * MINUTE_MS },
  { job: sweepRetention, everyMs: 60 * MINUTE_MS },
]
