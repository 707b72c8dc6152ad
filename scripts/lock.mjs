// A lock between processes that may be killed at any moment: Lamport's bakery algorithm with files. Each process takes a
// numbered ticket and waits for all smaller ones. Tickets of dead processes are ignored and deleted. All state is in the
// file names, so that no file can be half written.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Polling interval, ms. */
const POLL_EVERY_MS = 100

/**
 * Resolves with the function that releases the lock. `onWait` is called once, with the process id that is waited for;
 * `isStopped` ends the wait with an error.
 */
export async function acquireLock(folder, { onWait = () => undefined, isStopped = () => false } = {}) {
  mkdirSync(folder, { recursive: true })
  const owner = `${process.pid}-${startOf(process.pid)}`
  // Process ids are reused: a ticket with this pid and another start time is from a dead process.
  for (const entry of read(folder)) if (entry.pid === process.pid) remove(folder, entry)

  const choosing = join(folder, `choosing.0.${owner}`)
  writeFileSync(choosing, '')
  const number = 1 + Math.max(0, ...read(folder).map((entry) => entry.number))
  const ticket = join(folder, `ticket.${number}.${owner}`)
  writeFileSync(ticket, '')
  rmSync(choosing, { force: true })

  const release = () => rmSync(ticket, { force: true })
  const isBefore = (entry) =>
    entry.pid !== process.pid &&
    (entry.kind === 'choosing' || entry.number < number || (entry.number === number && entry.pid < process.pid))
  for (let waited = false; ; waited = true) {
    const first = readAlive(folder).find(isBefore)
    if (!first) return release
    if (!waited) onWait(first.pid)
    if (isStopped()) {
      release()
      throw new Error('Stopped')
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS))
  }
}

function readAlive(folder) {
  return read(folder).filter((entry) => {
    const isAlive = startOf(entry.pid) === entry.start
    if (!isAlive) remove(folder, entry)
    return isAlive
  })
}

function read(folder) {
  return readdirSync(folder).flatMap((name) => {
    const [, kind, number, pid, start] = /^(choosing|ticket)\.(\d+)\.(\d+)-(\w+)$/.exec(name) ?? []
    return kind ? [{ name, kind, number: Number(number), pid: Number(pid), start }] : []
  })
}

function remove(folder, { name }) {
  rmSync(join(folder, name), { force: true })
}

/** Start time, which distinguishes a process from a later one with the same pid; `gone` when it does not run or is a zombie. */
function startOf(pid) {
  if (process.platform === 'linux') {
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name in brackets may hold anything, the state comes after it.
    const fields = readText(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
    return fields.length < 20 || fields[0] === 'Z' || fields[0] === 'X' ? 'gone' : fields[19]
  }
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch (error) {
    return error.code === 'EPERM' ? 'alive' : 'gone'
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
