import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  file: string
  css?: string[]
  imports?: string[]
}

export interface PageSize {
  /** The screen's module, or `index.html` for what every screen loads. */
  screen: string
  /** Of scripts and styles as they are sent, gzip. */
  bytes: number
}

/**
 * What a browser that has nothing loads before a screen is there: the entry and the screen's page, with all they import,
 * their styles, and one language of its texts. Largest first.
 */
export function pageSizes(folder: string): PageSize[] {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>
  const sizeOf = (file: string) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length
  const screens = Object.keys(manifest).filter((name) => /^src\/screens\/[^/]+\/[\w-]+\.tsx$/.test(name))
  return ['index.html', ...screens]
    .map((screen) => {
      const names = [...new Set(['index.html', screen].flatMap((name) => closure(name, manifest)))]
      const files = new Set(names.flatMap((name) => filesOf(manifest[name])))
      const texts = Math.max(0, ...textsOf(screen, manifest).map(sizeOf)) + largest('src/texts/', manifest, sizeOf)
      return { screen, bytes: [...files].reduce((sum, file) => sum + sizeOf(file), 0) + texts }
    })
    .sort((a, b) => b.bytes - a.bytes)
}

function closure(name: string, manifest: Record<string, Chunk>): string[] {
  const found = new Set([name])
  // Items that are added during the iteration are visited, too.
  for (const one of found) for (const imported of manifest[one]?.imports ?? []) found.add(imported)
  return [...found]
}

function filesOf(chunk: Chunk | undefined): string[] {
  return chunk ? [chunk.file, ...(chunk.css ?? [])] : []
}

function textsOf(screen: string, manifest: Record<string, Chunk>): string[] {
  const folder = screen.replace(/[^/]+$/, 'locales/')
  return Object.entries(manifest).flatMap(([name, { file }]) => (name.startsWith(folder) ? [file] : []))
}

function largest(prefix: string, manifest: Record<string, Chunk>, sizeOf: (file: string) => number): number {
  const catalogs = Object.entries(manifest).filter(([name]) => name.startsWith(prefix) && name.endsWith('.po'))
  return Math.max(0, ...catalogs.map(([, { file }]) => sizeOf(file)))
}
