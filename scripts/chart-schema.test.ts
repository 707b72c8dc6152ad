import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { chartFolder } from './chart/folder.ts'
import { renderValuesSchema } from './chart/render-schema.ts'
import { ChartValues } from './chart/values.ts'

const read = (file: string) => readFileSync(join(chartFolder, file), 'utf8')

test('values.schema.json matches the settings (npm run chart-schema writes it)', () => {
  expect(read('values.schema.json')).toBe(renderValuesSchema())
})

test('the default values are valid', () => {
  expect(ChartValues.safeParse(parse(read('values.yaml'))).error).toBeUndefined()
})

test('a secret is refused among the values', () => {
  const values = parse(read('values.yaml'))
  const withSecret = { ...values, settings: { ENCRYPTION_KEYS: 'a:b' } }
  expect(ChartValues.safeParse(withSecret).success).toBe(false)
})

test('every value that a template reads has a default', () => {
  const values = parse(read('values.yaml'))
  const paths = globSync('templates/*', { cwd: chartFolder }).flatMap((file) =>
    [...read(file).matchAll(/\.Values((?:\.\w+)+)/g)].map(([, path = '']) => path.slice(1).split('.')),
  )
  const optional = new Set(['podAnnotations', 'nodeSelector', 'tolerations', 'affinity'])
  const missing = paths.filter(
    (path) => path.reduce((at, key) => at?.[key], values) === undefined && !optional.has(path.at(-1) ?? ''),
  )
  expect(missing).toEqual([])
})
