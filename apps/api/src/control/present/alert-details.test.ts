import type { AlertFacts } from '@shopmirror/db'
import { expect, test } from 'vitest'
import { describeFacts } from './alert-details.ts'

const all: AlertFacts[] = [
  { about: 'delete_guard', resource: 'orders', allowed: 1_200, live: 6_000 },
  { about: 'silence', topics: [{ topic: 'orders/create', since: '2026-11-29T08:00:00Z', longestHours: 3.5 }] },
  { about: 'quarantine', count: 2, object: 'orders/5', reason: 'The order has no currency.' },
  { about: 'push_loop', push: 'psh_1', count: 4, fields: 'quantity' },
  { about: 'privacy', request: 'prv_1', isExport: true, dueAt: '2026-12-31T00:00:00Z', others: 2 },
]

test('each detail of ours is told in three languages, with the same facts', () => {
  for (const facts of all) {
    const told = (['en', 'hu', 'de'] as const).map((language) => describeFacts(facts, language))
    expect(new Set(told).size, facts.about).toBe(3)
    for (const text of told) expect(text, facts.about).not.toMatch(/undefined|NaN|Invalid/)
  }
  expect(all.map((facts) => describeFacts(facts, 'hu'))).toEqual([
    expect.stringMatching(/6\s?000 objektumból több mint 1\s?200 hiányzik/),
    expect.stringContaining('legfeljebb 3,5 óra'),
    expect.stringContaining('orders/5: The order has no currency.'),
    expect.stringContaining('psh_1'),
    expect.stringContaining('még 2 kérelem'),
  ])
})
