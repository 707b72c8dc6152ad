import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { root } from './paths.ts'

/** The user of the database server. Postgres refuses to run as root, so root runs it as `nobody`. */
export interface ServerUser {
  uid?: number
  gid?: number
}

export function chooseServerUser(): ServerUser {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** A data folder that the user can access: the wanted one, or one in the system's temp folder. */
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

/**
 * The folder with the programs, or a copy that the user can access: a checkout under /root is closed to other users.
 */
export function placePrograms(folder: string, user: ServerUser): string {
  if (user.uid === undefined || canUse('-x', join(folder, 'bin', 'postgres'), user)) return folder
  const copy = join(tempFolder(), `postgres-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`)
  if (existsSync(copy)) return copy
  const draft = `${copy}.${process.pid}`
  // Verbatim, so that links between the libraries do not point back to the inaccessible folder.
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true })
  renameOrDrop(draft, copy)
  return copy
}

function canUse(flag: '-w' | '-x', path: string, user: ServerUser): boolean {
  return spawnSync('test', [flag, path], { ...user, cwd: '/' }).status === 0
}

/**
 * The folder in the system's temp folder that `placeData` may use. Its name is derived from the checkout's path, so the
 * next start finds it, and another checkout uses another one.
 */
export const tempPath = join(tmpdir(), `shopmirror-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`)

function tempFolder(): string {
  const folder = tempPath
  mkdirSync(folder, { recursive: true })
  const stat = lstatSync(folder)
  if (!stat.isDirectory() || stat.uid !== 0) {
    throw new Error(`${folder} belongs to another user. Remove it, or set TMPDIR to your own folder.`)
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
