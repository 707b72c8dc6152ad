import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createStage } from './stage.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const rules = read('deploy/helm/shopmirror/files/rules.yaml')
const board = read('deploy/helm/shopmirror/files/dashboard.json')

test('every metric of the rules and the board is one that the api reports', async () => {
  await using stage = await createStage()
  const { body } = await stage.app.inject('/metrics')
  const known = new Set([...body.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name))
  const used = [...`${rules}${board}`.matchAll(/\bshopmirror_\w+/g)].map(([name]) => name)
  const missing = used.filter((name) => !known.has(name) && !known.has(name.replace(/_(bucket|count|sum)$/, '')))
  expect(used.length).toBeGreaterThan(40)
  expect(missing).toEqual([])
})

test('every alert leads to a part of the operations that exists', () => {
  const anchors = [...read('docs/operations.md').matchAll(/^#{2,3} (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
  const alerts = rules.match(/- alert: /g) ?? []
  const links = [...rules.matchAll(/runbook_url: docs\/operations\.md#(\S+)/g)].map(([, anchor]) => anchor)
  expect(links).toHaveLength(alerts.length)
  expect(links.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([])
})
