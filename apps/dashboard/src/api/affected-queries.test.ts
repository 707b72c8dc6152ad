import { expect, test } from 'vitest'
import { urgencyOf } from './affected-queries.ts'
import { changesOf, createEventReader } from './live-events.ts'

const of = (kind: string, shop_id: string | null = 'shp_1') => ({ kind, shop_id })

test.each([
  ['/api/v1/shops/shp_1/progress', 'run_progress', 'at-once'],
  ['/api/v1/runs/run_1', 'run_progress', 'at-once'],
  ['/api/v1/runs', 'run_progress', 'never'],
  ['/api/v1/shops/shp_1/resources', 'run_progress', 'never'],
  ['/api/v1/shops/shp_1/resources', 'run', 'soon'],
  ['/api/v1/shops/shp_2/progress', 'run', 'never'],
  ['/api/v1/shops', 'shop', 'soon'],
  ['/api/v1/shops/shp_1', 'shop', 'at-once'],
  ['/api/v1/shops/shp_2', 'shop', 'never'],
  ['/api/v1/shops/shp_1/settings', 'settings', 'soon'],
  ['/api/v1/overview', 'delivery', 'soon'],
  ['/api/v1/alerts', 'delivery', 'never'],
  ['/api/v1/alerts', 'a_kind_of_tomorrow', 'soon'],
] as const)('%s is read again after %s: %s', (path, kind, urgency) => {
  expect(urgencyOf(path, of(kind))).toBe(urgency)
})

test('messages are read as they arrive, in pieces of any length', () => {
  const text = 'id: 1-0\nevent: changes\ndata: {"changes":[{"kind":"run","shop_id":"shp_1"}]}\n\nretry: 700\n\n'
  for (const size of [1, 7, text.length]) {
    const read = createEventReader()
    const messages = text.match(new RegExp(`[^]{1,${size}}`, 'g'))?.flatMap((piece) => read(piece)) ?? []
    expect(messages).toMatchObject([{ event: 'changes', id: '1-0' }, { retry: 700 }])
    expect(messages.flatMap(changesOf)).toEqual([{ kind: 'run', shop_id: 'shp_1' }])
  }
})
