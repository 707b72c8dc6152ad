import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@shopmirror/config'
import { loadPlatforms } from '@shopmirror/platforms'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { checkMachine } from './check-machine.ts'
import { WorkerConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'check-machine-'))
writeFileSync(join(folder, 'file'), '')
afterAll(() => rmSync(folder, { recursive: true }))

const lines: Record<string, unknown>[] = []
beforeEach(() => {
  lines.length = 0
})
const log = createLogger({
  level: 'info',
  name: 'x',
  destination: { write: (line) => void lines.push(JSON.parse(line)) },
})

function check({ openFilesMax, spool, env = {} }: { openFilesMax?: number; spool: string; env?: object }) {
  const settings = WorkerConfig.parse({
    ...{
      DATABASE_URL: 'postgres://db/x',
      REDIS_URL: 'redis://db',
      ENCRYPTION_KEYS: 'x',
      PUBLIC_URL: 'https://x.example',
    },
    ...env,
  })
  const client = { SHOPIFY_CLIENT_ID: 'id', SHOPIFY_CLIENT_SECRETS: 'a-long-enough-secret-of-tests' }
  const platforms = loadPlatforms({ ...client, SHOPIFY_SPOOL_DIR: spool, ...env }, { now: () => new Date() })
  return checkMachine({ platforms: platforms.values(), settings, log, ...(openFilesMax && { openFilesMax }) })
}

test('a machine that has everything is not mentioned', async () => {
  await check({ spool: join(folder, 'spool'), openFilesMax: 5_000 })
  expect(lines).toEqual([])
})

test('a folder that cannot be written is named with its setting and the way around', async () => {
  await check({ spool: join(folder, 'file'), openFilesMax: 5_000 })
  expect(lines).toEqual([expect.objectContaining({ level: 'warn', msg: 'machine.limited', platform: 'shopify' })])
  expect(lines[0]?.detail).toMatch(/SHOPIFY_SPOOL_DIR.*page by page/)
})

test('a folder of a platform that is not enabled is not required', async () => {
  await check({ spool: join(folder, 'file'), openFilesMax: 5_000, env: { SHOPIFY_CLIENT_ID: '' } })
  expect(lines).toEqual([])
})

test('too few files for all jobs at once are named, with both ways out', async () => {
  await check({ spool: join(folder, 'spool'), openFilesMax: 1_024 })
  expect(lines).toEqual([
    expect.objectContaining({ detail: expect.stringMatching(/1024,.*ulimit -n.*SYNC_CONCURRENCY/) }),
  ])
  lines.length = 0
  await check({ spool: join(folder, 'spool'), openFilesMax: 1_024, env: { SYNC_CONCURRENCY: '500' } })
  expect(lines).toEqual([])
})

test('the limit of the operating system is found', async () => {
  await check({ spool: join(folder, 'spool'), env: { SYNC_CONCURRENCY: '2000000000' } })
  expect(lines).toEqual([expect.objectContaining({ detail: expect.stringMatching(/limit of open files is \d+,/) })])
})
