import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { commandLineOf } from './processes.ts'
import { tempPath } from './server-user.ts'

/** Deletes folders of killed runs, which are named after their guard process. */
export function sweepLeftovers(wanted: string): void {
  for (const parent of [dirname(wanted), tempPath]) {
    if (!existsSync(parent)) continue
    for (const name of readdirSync(parent)) {
      const owner = ownerOf(name, basename(wanted))
      if (owner > 0 && !isGuard(owner)) rmSync(join(parent, name), { recursive: true, force: true })
    }
  }
}

/** 1234 of `test-1234`, and of `.data-test-1234-postgres` in the temp folder. */
function ownerOf(name: string, wanted: string): number {
  const [before, after] = name.split(`${wanted}-`)
  return before === '' || before === '.data-' ? Number.parseInt(after ?? '', 10) || 0 : 0
}

export function isGuard(pid: number): boolean {
  return pid > 0 && commandLineOf(pid).includes('guard.ts')
}
