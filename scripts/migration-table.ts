import type { migrateAllTokens } from '@shopmirror/worker/src/token-migration.ts'

type Migration = Awaited<ReturnType<ReturnType<typeof migrateAllTokens>['next']>>['value']
type Outcome = Migration['outcome']

const ID_WIDTH = 36
const OUTCOME_WIDTH = 14

const meanings: Record<Outcome, string> = {
  migrated: 'has an expiring token now',
  would_migrate: 'has a token that never ends',
  expiring: 'expires already',
  own: 'made by the merchant, stays as it is',
  non_expiring: 'the platform issued another non-expiring token',
  no_token: 'has no token: it was uninstalled, or its installation was never finished',
  refused: 'the shop refuses: its merchant has to open or install the app again',
  failed: 'not done; run this again',
}

export function toLine({ shopId, outcome, detail }: Migration): string {
  return `${shopId.padEnd(ID_WIDTH)} ${outcome.padEnd(OUTCOME_WIDTH)} ${detail ?? meanings[outcome]}\n`
}

/** How many of each, and whether more is left. */
export function describeMigrations(outcomes: readonly Outcome[], stopped: boolean): string {
  const counts = Map.groupBy(outcomes, (outcome) => outcome)
  const parts = [...counts].map(([outcome, all]) => `${all.length} ${outcome}`)
  const summary = parts.length > 0 ? parts.join(', ') : 'no token to migrate'
  return `${summary}${stopped ? '; stopped: run it again for the rest' : ''}\n`
}

export function isTrouble(outcome: Outcome): boolean {
  return outcome === 'failed' || outcome === 'refused'
}
