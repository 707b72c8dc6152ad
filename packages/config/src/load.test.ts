import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeSettings } from './describe.ts'
import { loadConfig } from './load.ts'
import { listSettings } from './settings.ts'

const schema = z.object({
  DATABASE_URL: z.url().meta({ description: 'Postgres', example: 'postgres://127.0.0.1/shopmirror' }),
  PORT: z.coerce.number().int().max(65_535).default(3000).describe('Where to listen'),
  SECRETS: z
    .string()
    .min(8)
    .meta({ secret: true, description: 'First signs' })
    .transform((list) => list.split(',')),
  NOTE: z.string().optional().describe('Free text'),
  QUEUES: z
    .string()
    .default('inbox,sync')
    .describe('Comma separated')
    .transform((list) => list.split(',')),
})

const env = { DATABASE_URL: 'postgres://localhost/x', SECRETS: 'first-secret,second' }

function failureOf(values: Record<string, string | undefined>): string {
  try {
    loadConfig(schema, values)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'loaded'
}

test('settings come out typed, with defaults', () => {
  expect(loadConfig(schema, { ...env, PORT: '8080' })).toEqual({
    DATABASE_URL: 'postgres://localhost/x',
    PORT: 8080,
    SECRETS: ['first-secret', 'second'],
    QUEUES: ['inbox', 'sync'],
  })
})

test('an empty variable is one that is not set', () => {
  expect(loadConfig(schema, { ...env, PORT: '', NOTE: '' })).toMatchObject({ PORT: 3000 })
})

test('all problems are reported at once, with what each setting is for', () => {
  const message = failureOf({ PORT: '70000' })
  expect(message).toContain('DATABASE_URL: is missing (Postgres; for example postgres://127.0.0.1/shopmirror)')
  expect(message).toContain('SECRETS: is missing')
  expect(message).toContain('PORT: Too big')
})

test('a refused value is not repeated in the error', () => {
  expect(failureOf({ ...env, SECRETS: 'hunter2' })).not.toContain('hunter2')
})

test('the start-up log shows secrets as set or missing', () => {
  const config = loadConfig(schema, env)
  expect(describeSettings(schema, config)).toMatchObject({ SECRETS: 'set', PORT: 3000, NOTE: null })
  expect(describeSettings(schema, { ...config, SECRETS: undefined })).toMatchObject({ SECRETS: 'missing' })
})

test('descriptions, defaults and secrecy are found anywhere in the chain', () => {
  expect(listSettings(schema)).toEqual([
    expect.objectContaining({ name: 'DATABASE_URL', required: true, example: 'postgres://127.0.0.1/shopmirror' }),
    { name: 'PORT', description: 'Where to listen', secret: false, default: '3000', required: false },
    { name: 'SECRETS', description: 'First signs', secret: true, required: true },
    { name: 'NOTE', description: 'Free text', secret: false, required: false },
    { name: 'QUEUES', description: 'Comma separated', secret: false, default: 'inbox,sync', required: false },
  ])
})
