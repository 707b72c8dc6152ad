import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './paths.ts'

/** Files with their imports, including type imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/** Reads relative imports of any kind. File paths are relative to the root of the checkout. */
export function readImportGraph(files: readonly string[]): ImportGraph {
  const known = new Set(files)
  return new Map(files.map((file) => [file, relativeImports(file).filter((path) => known.has(path))]))
}

function relativeImports(file: string): string[] {
  const code = readFileSync(join(root, file), 'utf8')
  return [...code.matchAll(/['"](\.{1,2}\/[^'"]+\.ts)['"]/g)].map(([, path]) => join(dirname(file), path ?? ''))
}

/** The entries and all files that can be reached from them. */
export function reach(entries: readonly string[], graph: ImportGraph): Set<string> {
  const found = new Set(entries)
  // Items that are added during the iteration are visited, too.
  for (const file of found) for (const imported of graph.get(file) ?? []) found.add(imported)
  return found
}

/**
 * Import cycles, and paths between two of them: what is left after repeatedly removing files without imports or without
 * importers.
 */
export function findImportCycles(graph: ImportGraph): ImportGraph {
  const imported = new Set([...graph.values()].flat())
  const links = [...graph].map(([file, imports]) => [file, imports.filter((path) => graph.has(path))] as const)
  const left = new Map(links.filter(([file, imports]) => imports.length > 0 && imported.has(file)))
  return left.size === graph.size ? left : findImportCycles(left)
}
