import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findErrorLines } from './log-errors.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shopmirror-logs-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const info = '{"level":"info","msg":"api.started"}'
const error = '{"level":"error","msg":"request.error"}'
const fatal = '{"level":"fatal","msg":"cannot start"}'
const crash = '    at main.ts:12'

test('errors, and what a crashing process prints, are found in every log of the folder', () => {
  writeFileSync(join(folder, 'api.log'), [info, error, '', crash, ''].join('\n'))
  writeFileSync(join(folder, 'worker.log'), `${fatal}\n`)
  writeFileSync(join(folder, 'other.txt'), error)
  expect(findErrorLines(folder).sort()).toEqual([`api.log: ${crash}`, `api.log: ${error}`, `worker.log: ${fatal}`])
})

test('except those that are expected', () => {
  writeFileSync(join(folder, 'api.log'), [error, fatal].join('\n'))
  expect(findErrorLines(folder, [/"request\.error"/])).toEqual([`api.log: ${fatal}`])
})
