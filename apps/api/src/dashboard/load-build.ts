import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** One file of the page as it is sent. */
export interface BuiltFile {
  type: string
  /** Its name has a hash of its content, so it never changes. */
  isImmutable: boolean
  etag: string
  /** By content coding. The build compresses what gets smaller by it. */
  bodies: { identity: Buffer; br?: Buffer; gzip?: Buffer }
}

/** The page: files by path relative to its folder, such as `assets/index-1a2b.js`, and the document that loads them. */
export interface Build {
  files: ReadonlyMap<string, BuiltFile>
  document: string
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const DOCUMENT = 'index.html'

/**
 * Reads the whole page into memory, about 3 MB: a request only looks up a name, and no path leads out of the folder.
 * Undefined when the page is not built.
 */
export function loadBuild(folder: string): Build | undefined {
  const names = globSync('**/*', { cwd: folder })
  if (!names.includes(DOCUMENT)) return undefined
  const known = names.filter((name) => extname(name) in types)
  const files = new Map(known.map((name) => [name.replaceAll('\\', '/'), readBuilt(folder, name, names)]))
  return { files, document: readFileSync(join(folder, DOCUMENT), 'utf8') }
}

function readBuilt(folder: string, name: string, names: readonly string[]): BuiltFile {
  const read = (path: string) => (names.includes(path) ? readFileSync(join(folder, path)) : undefined)
  const identity = readFileSync(join(folder, name))
  const br = read(`${name}.br`)
  const gzip = read(`${name}.gz`)
  return {
    type: types[extname(name)] ?? '',
    isImmutable: name.startsWith('assets/'),
    etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 16)}"`,
    bodies: { identity, ...(br && { br }), ...(gzip && { gzip }) },
  }
}
