import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '@shopmirror/test/until.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
let log: string
let children: ChildProcess[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
  log = join(folder, 'log')
  appendFileSync(log, '')
  children = []
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')))
  rmSync(folder, { recursive: true })
})

const locks = () => join(folder, 'locks')
const lines = () => readFileSync(log, 'utf8').split('\n').filter(Boolean)

/** Takes the lock, notes that it has it, and leaves after `holdMs`; `forever` does not leave. */
function contend(name: string, hold: number | 'forever'): ChildProcess {
  const { href } = new URL('./lock.mjs', import.meta.url)
  const code = `
    const { appendFileSync } = await import('node:fs')
    const { acquireLock } = await import(${JSON.stringify(href)})
    const note = (what) => appendFileSync(${JSON.stringify(log)}, what + ' ${name}\\n')
    const release = await acquireLock(${JSON.stringify(locks())}, { onWait: (pid) => note('waits ' + pid) })
    note('in')
    ${hold === 'forever' ? 'setInterval(() => {}, 1000)' : `setTimeout(() => { note('out'); release() }, ${hold})`}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  children.push(child)
  return child
}

test('many that come together are let in one after the other', async () => {
  for (let index = 0; index < 8; index++) contend(String(index), 15)
  await until(() => lines().filter((line) => line.startsWith('out')).length === 8, { timeoutMs: 9_000 })
  const turns = lines().filter((line) => !line.startsWith('waits'))
  for (let index = 0; index < turns.length; index += 2)
    expect([turns[index], turns[index + 1]]).toEqual([`in ${turns[index]?.slice(3)}`, `out ${turns[index]?.slice(3)}`])
})

test('a process that is killed with the lock, or while waiting, blocks no other', async () => {
  const owner = contend('owner', 'forever')
  await until(() => lines().includes('in owner'))
  const killed = [contend('a', 'forever'), contend('b', 'forever')]
  const others = [contend('c', 10), contend('d', 10), contend('e', 10)]
  await until(() => lines().filter((line) => line.startsWith('waits')).length === 5)
  for (const child of [owner, ...killed]) child.kill('SIGKILL')
  await Promise.all(others.map((child) => once(child, 'exit')))
  expect(
    lines()
      .filter((line) => line.startsWith('out'))
      .sort(),
  ).toEqual(['out c', 'out d', 'out e'])
  const turns = lines().filter((line) => /^(in|out) [cde]/.test(line))
  expect(turns.map((line) => line.split(' ')[0])).toEqual(['in', 'out', 'in', 'out', 'in', 'out'])
})

test('what a process left that was killed at any line, also an earlier one with the same number, does not count', async () => {
  mkdirSync(locks())
  // This process runs, but began at another moment.
  for (const name of [
    `ticket.1.${process.pid}-1`,
    `choosing.0.${process.pid}-1`,
    'ticket.2.999999999-5',
    'lock',
    'ticket.',
  ])
    writeFileSync(join(locks(), name), '')
  await once(contend('next', 1), 'exit')
  expect(lines()).toEqual(['in next', 'out next'])
  expect(readdirSync(locks()).sort()).toEqual(['lock', 'ticket.'])
})

test('a waiting process gets the pid of the owner', async () => {
  const owner = contend('owner', 'forever')
  await until(() => lines().includes('in owner'))
  contend('next', 'forever')
  await until(() => lines().includes(`waits ${owner.pid} next`))
})
