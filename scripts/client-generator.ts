import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generate } from 'orval'
import { root } from './paths.ts'

export interface ClientOptions {
  /** An OpenAPI document. */
  document: object
  /** Where the api answers. */
  baseUrl: string
  /** Exists; gets `openapi.json` and `client.ts`. */
  folder: string
}

/** Writes a client over `fetch`, one function per operation, and answers the path of its file. */
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

/** What `tsc --strict` says about a file that stands for itself; empty when all is well. */
export function checkTypes(file: string): Promise<string> {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const wish = ['--strict', '--noEmit', '--target', 'es2024', '--lib', 'es2024,dom', '--module', 'nodenext']
  const child = spawn(process.execPath, [tsc, ...wish, '--noUncheckedIndexedAccess', '--types', '', file], {
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
