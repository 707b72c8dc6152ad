import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { ApiConfig } from '@shopmirror/api'
import { listSettings } from '@shopmirror/config'
import { modules } from '@shopmirror/platforms'
import { WorkerConfig } from '@shopmirror/worker'
import { expect, test } from 'vitest'
import { root } from './paths.ts'
import { renderEnvExample } from './render-env-example.ts'

const settings = [ApiConfig, WorkerConfig, ...modules.map((module) => module.settings)].flatMap(listSettings)

test('.env.example matches the schemas (npm run env-example writes it)', () => {
  expect(readFileSync(join(root, '.env.example'), 'utf8')).toBe(renderEnvExample())
})

test('every setting is in it exactly once', () => {
  const lines = renderEnvExample().split('\n')
  for (const { name } of settings) {
    expect(lines.filter((line) => line.replace(/^# /, '').startsWith(`${name}=`))).toHaveLength(1)
  }
})

test('every setting has a description', () => {
  expect(settings.filter(({ description }) => description.length < 8).map(({ name }) => name)).toEqual([])
})

test('a copied file sets nothing: only what must be given is left open', () => {
  const given = Object.entries(parseEnv(renderEnvExample())).filter(([, value]) => value !== '')
  expect(given).toEqual([])
})

test('what is called a key, a secret or a password is marked secret', () => {
  const telling = /(SECRET|SECRETS|PASSWORD|TOKEN|KEYS)$/
  expect(settings.filter(({ name, secret }) => telling.test(name) && !secret).map(({ name }) => name)).toEqual([])
})
