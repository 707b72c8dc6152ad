import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { root } from './paths.ts'

/** Whom the database server runs as. Postgres refuses to run as root, so root lends it to `nobody`. */
export interface ServerUser {
  uid?: number
  gid?: number
}

export function chooseServerUser(): ServerUser {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Where the user may keep data: the wanted folder, or one in the system's temp folder when it cannot get there. */
export function placeData(wanted: string, user: ServerUser): string {
  mkdirSync(wanted, { recursive: true })
  if (user.uid === undefined || user.gid === undefined) return wanted
  chownSync(wanted, user.uid, user.gid)
  if (canUse('-w', wanted, user)) return wanted
  const fallback = join(tempFolder(), relative(root, wanted).replaceAll('/', '-'))
  mkdirSync(fallback, { recursive: true })
  chownSync(fallback, user.uid, user.gid)
  return fallback
}

/** The programs as they are, or a copy where the user can reach them: a checkout under /root is closed to others. */
export function placePrograms(folder: string, user: ServerUser): string {
  if (user.uid === undefined || canUse('-x', join(folder, 'bin', 'postgres'), user)) return folder
  const copy = join(tempFolder(), `postgres-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`)
  if (existsSync(copy)) return copy
  const draft = `${copy}.${process.pid}`
  // As they are: links between the libraries must not lead back to where the user cannot go.
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true })
  renameOrDrop(draft, copy)
  return copy
}

function canUse(flag: '-w' | '-x', path: string, user: ServerUser): boolean {
  return spawnSync('test', [flag, path], { ...user, cwd: '/' }).status === 0
}

/** The folder in the system's temp folder that `placeData` may have used. Its name follows from the checkout's path, so that the next start finds it, and another copy gets another one. */
export const tempPath = join(tmpdir(), `shopmirror-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`)

function tempFolder(): string {
  const folder = tempPath
  mkdirSync(folder, { recursive: true })
  const stat = lstatSync(folder)
  if (!stat.isDirectory() || stat.uid !== 0) {
    throw new Error(`${folder} belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.`)
  }
  chmodSync(folder, 0o711)
  return folder
}

function renameOrDrop(draft: string, target: string): void {
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
}
