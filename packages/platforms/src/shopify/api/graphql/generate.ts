import { spawnSync } from 'node:child_process'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { readAdminSchema } from './admin-schema.ts'
import { readSources } from './read-sources.ts'
import { renderDocuments } from './render-documents.ts'

/** The version that the documents are written for. */
const VERSION = '2026-10'
const folder = import.meta.dirname

export const documentsFile = join(folder, 'documents.ts')

/** What `documents.ts` has to hold, formatted as everything else. */
export async function generateDocuments(): Promise<string> {
  return format(await renderDocuments(readSources(folder), readAdminSchema(VERSION)))
}

function format(text: string): string {
  const manifest = findPackageJSON('@biomejs/biome', import.meta.url)
  if (!manifest) throw new Error('@biomejs/biome is not installed: run `pnpm install`.')
  const program = join(dirname(manifest), 'bin', 'biome')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, 'format', `--stdin-file-path=${documentsFile}`],
    {
      input: text,
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(`biome could not format what was generated:\n${stderr}`)
  return stdout
}
