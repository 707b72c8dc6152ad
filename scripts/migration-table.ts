import type { migrateAllTokens } from '@shopmirror/worker'

type Migration = Awaited<ReturnType<ReturnType<typeof migrateAllTokens>['next']>>['value']
type Outcome = Migration['outcome']

const ID_WIDTH = 36
const OUTCOME_WIDTH = 14

const meanings: Record<Outcome, string> = {
  migrated: 'has an expiring token now',
  would_migrate: 'has a non-expiring token',
  expiring: 'already expires',
  own: 'created by the merchant, is kept',
  non_expiring: 'the platform issued another non-expiring token',
  no_token: 'has no token: it was uninstalled, or its install did not finish',
  refused: 'rejected by the platform: the merchant must open the app, or install it again',
  failed: 'failed; run this command again',
}

export function toLine({ shopId, outcome, detail }: Migration): string {
  return `${shopId.padEnd(ID_WIDTH)} ${outcome.padEnd(OUTCOME_WIDTH)} ${detail ?? meanings[outcome]}\n`
}

/** Number of each outcome, and whether the command was stopped. */
export function describeMigrations(outcomes: readonly Outcome[], stopped: boolean): string {
  const counts = Map.groupBy(outcomes, (outcome) => outcome)
  const parts = [...counts].map(([outcome, all]) => `${all.length} ${outcome}`)
  const summary = parts.length > 0 ? parts.join(', ') : 'no token to migrate'
  return `${summary}${stopped ? '; stopped: run the command again for the remaining shops' : ''}\n`
}

export function isFailure(outcome: Outcome): boolean {
  return outcome === 'failed' || outcome === 'refused'
}
