import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Below this, bytes, the headers weigh more than what is saved. */
const COMPRESS_FROM_BYTES = 1_024

/** Writes `<file>.br` and `<file>.gz` beside every script and style, so that the api compresses nothing itself. */
export async function compressBuild(folder: string): Promise<void> {
  const names = globSync('**/*.{js,css,svg}', { cwd: folder })
  await Promise.all(names.map((name) => compress(join(folder, name))))
}

async function compress(file: string): Promise<void> {
  const content = readFileSync(file)
  if (content.length < COMPRESS_FROM_BYTES) return
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  const [brotli, zipped] = await Promise.all([toBrotli(content, quality), toGzip(content, { level: 9 })])
  writeFileSync(`${file}.br`, brotli)
  writeFileSync(`${file}.gz`, zipped)
}

const toBrotli = promisify(brotliCompress)
const toGzip = promisify<Buffer, object, Buffer>(gzip)
