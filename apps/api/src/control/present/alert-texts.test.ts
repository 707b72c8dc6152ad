import { alertKinds } from '@shopmirror/jobs'
import { expect, test } from 'vitest'
import { alertTexts } from './alert-texts.ts'

test('every kind of alert says in every language what happened and what to do', () => {
  expect(alertKinds.length).toBeGreaterThan(10)
  for (const language of ['en', 'hu', 'de'] as const) {
    const unknown = alertTexts('no such kind', language)
    for (const kind of alertKinds) expect(alertTexts(kind, language), kind).not.toEqual(unknown)
    expect(alertTexts('push:order.create', language).title).toContain('order.create')
  }
})
