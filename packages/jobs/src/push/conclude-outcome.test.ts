import { expect, test } from 'vitest'
import { concludeOutcome } from './conclude-outcome.ts'

const push = { id: 'psh_1', attempts: 1 }
const now = new Date('2026-11-29T12:00:00Z')
const settings = (onConflict: 'hold' | 'shop_wins' | 'ours_wins') => ({ enabled: true, intervalMinutes: 0, onConflict })

test.each(['hold', 'shop_wins', 'ours_wins'] as const)(
  'what may have been carried out already is left to a person, also where %s is the policy',
  (onConflict) => {
    const outcome = { kind: 'conflict', actual: 7, isUndecided: true } as const
    expect(concludeOutcome(push, outcome, { settings: settings(onConflict), now })).toEqual({
      ...{ id: 'psh_1', status: 'conflict', errorCode: 'outcome_unknown' },
      ...{ result: { actual: 7 }, error: expect.stringContaining('result.actual') },
    })
  },
)

test.each([
  ['hold', 'conflict'],
  ['shop_wins', 'cancelled'],
  ['ours_wins', 'pending'],
] as const)('a conflict under %s is %s', (onConflict, status) => {
  const outcome = { kind: 'conflict', actual: 7 } as const
  expect(concludeOutcome(push, outcome, { settings: settings(onConflict), now })).toMatchObject({ status })
})
