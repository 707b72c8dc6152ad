import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'output-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { href } = new URL('./index.ts', import.meta.url)

/** Runs code that has a `log`, whose output is that file. */
async function run(code: string, output: string): Promise<{ code: unknown; stderr: string }> {
  const begin = `const { createLogger } = await import(${JSON.stringify(href)}); const log = createLogger({ level: 'info', name: 'x' });`
  const fd = openSync(output, 'w')
  const child = spawn(process.execPath, ['--input-type=module', '--eval', begin + code], {
    stdio: ['ignore', fd, 'pipe'],
  })
  closeSync(fd)
  const [stderr, [exitCode]] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'exit')])
  return { code: exitCode, stderr }
}

describe('a log that cannot be written, because its disk is full,', () => {
  test('does not keep the process from working, and is complained of once', async () => {
    const code = `
      log.info('one')
      await new Promise((resolve) => setTimeout(resolve, 50))
      log.info('two')
      console.error('works')`
    const { code: exitCode, stderr } = await run(code, '/dev/full')
    expect(exitCode).toBe(0)
    expect(stderr).toContain('works')
    expect(stderr.match(/The log cannot be written \(ENOSPC\)/g)).toHaveLength(1)
  })

  test.each(["log.fatal('x'); process.exit(7)", "log.info('x'); process.exitCode = 7"])(
    'does not keep it from ending: %s',
    async (code) => {
      expect((await run(code, '/dev/full')).code).toBe(7)
    },
  )
})

test.each(['process.exit(0)', ''])('every line is in the file when the process ends by "%s", in order', async (end) => {
  const file = join(folder, 'log')
  await run(`for (let number = 0; number < 5_000; number++) log.info({ number }, 'é'.repeat(200)); ${end}`, file)
  const numbers = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).number)
  expect(numbers).toEqual(Array.from({ length: 5_000 }, (_, number) => number))
})
