import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { root } from '../paths.ts'

/** Files of the checkout that git knows and that `.dockerignore` lets into the build, relative to the checkout. */
export function readBuildContext(): string[] {
  const patterns = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    ...{ cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  })
  return listed.split('\0').filter((file) => file !== '' && isIncluded(file, patterns))
}

/** The last pattern that fits the file, or a folder that it is in, decides. */
export function isIncluded(file: string, patterns: readonly string[]): boolean {
  const parts = file.split('/')
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  const decisive = patterns.findLast((pattern) => paths.some((path) => matchesGlob(path, pattern.replace(/^!/, ''))))
  return decisive?.startsWith('!') ?? true
}
