import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generate } from 'orval'
import { root } from './paths.ts'

export interface ClientOptions {
  /** An OpenAPI document. */
  document: object
  /** Base address of the api. */
  baseUrl: string
  /** Existing folder for `openapi.json` and `client.ts`. */
  folder: string
}

/** Generates a `fetch` client with one function per operation. Returns the path of its file. */
export async function generateClient({ document, baseUrl, folder }: ClientOptions): Promise<string> {
  const input = join(folder, 'openapi.json')
  const target = join(folder, 'client.ts')
  writeFileSync(input, JSON.stringify(document))
  await generate({ input, output: { target, client: 'fetch', mode: 'single', baseUrl } }, folder, {
    logLevel: 'error',
    failOnWarnings: true,
    throwOnError: true,
  })
  return target
}

/** Output of `tsc --strict` for one file; empty without errors. */
export function checkTypes(file: string): Promise<string> {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const flags = ['--strict', '--noEmit', '--target', 'es2024', '--lib', 'es2024,dom', '--module', 'nodenext']
  const child = spawn(process.execPath, [tsc, ...flags, '--noUncheckedIndexedAccess', '--types', '', file], {
    cwd: dirname(file),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk
    })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code === 0 ? '' : output || `tsc ended with ${code}.`))
  })
}
