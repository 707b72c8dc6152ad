import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compressBuild } from './compress-build.ts'
import { acquireLock } from './lock.mjs'
import { root, toolsRoot } from './paths.ts'

export const dashboardRoot = join(root, 'apps', 'dashboard')
const stamps = join(toolsRoot, 'dashboard')
const built = join(dashboardRoot, 'dist', 'index.html')
const client = join(dashboardRoot, 'src', 'api', 'generated', 'model', 'index.ts')

/** Of the output of a tool that failed. */
const LINES_MAX = 60
const LINE_CHARACTERS_MAX = 300

/** What the OpenAPI document depends on. */
const apiSources = ['pnpm-lock.yaml', 'apps/api/src/**/*.ts', 'packages/{config,db,jobs,platforms}/src/**/*.ts']
const clientSources = [
  'pnpm-lock.yaml',
  'apps/dashboard/{openapi.json,orval.config.ts}',
  'apps/dashboard/src/api/request.ts',
]
const pageSources = [
  ...['pnpm-lock.yaml', 'scripts/compress-build.ts', 'apps/dashboard/{index.html,*.ts,*.json}'],
  'apps/dashboard/{src,public}/**/*.*',
]

/** One process at a time; the others wait, and find everything built. */
async function alone<Result>(work: () => Promise<Result>): Promise<Result> {
  const unlock = await acquireLock(join(toolsRoot, 'locks-dashboard'))
  try {
    return await work()
  } finally {
    unlock()
  }
}

/** Generates the client where the api's routes changed. Returns whether it did. */
export function generateDashboardClient(): Promise<boolean> {
  return alone(ensureClient)
}

/**
 * Builds the page into `apps/dashboard/dist`, where the api serves it. Returns whether anything had changed; a build that
 * is up to date costs the reading of its sources.
 */
export function buildDashboard(log: (line: string) => void): Promise<boolean> {
  return alone(async () => {
    const startedAt = Date.now()
    await ensureClient()
    const isBuilt = await unlessUnchanged('page', { sources: pageSources, result: built }, async () => {
      await runTool('vite/bin/vite.js', ['build', '--logLevel', 'warn'], dashboardRoot)
      await compressBuild(join(dashboardRoot, 'dist'))
    })
    if (isBuilt) log(`Building the dashboard … ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
    return isBuilt
  })
}

async function ensureClient(): Promise<boolean> {
  const document = join(dashboardRoot, 'openapi.json')
  await unlessUnchanged('document', { sources: apiSources, result: document }, () => writeDocument(document))
  return unlessUnchanged('client', { sources: clientSources, result: client }, () =>
    runTool('orval/dist/bin/orval.mjs', ['--config', 'orval.config.ts'], dashboardRoot),
  )
}

/** In a process of its own, because the api's modules are many and this one may live long. */
async function writeDocument(file: string): Promise<void> {
  const program = `const { describeApi } = await import('@shopmirror/api/describe')
process.stdout.write(JSON.stringify(await describeApi()))`
  const text = await run(['--input-type=module', '--eval', program], join(root, 'apps', 'api'))
  writeFileSync(file, text)
}

/** Runs a program of the dashboard's dependencies. Throws its output when it fails. */
export async function runTool(path: string, args: string[], cwd: string, { isShown = false } = {}): Promise<void> {
  const output = await run([join(dashboardRoot, 'node_modules', path), ...args], cwd)
  if (isShown) process.stdout.write(output)
}

function run(args: string[], cwd: string): Promise<string> {
  // Tests run with another NODE_ENV, in which React's development build would get into the page.
  const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' }
  const child = spawn(process.execPath, args, { cwd, env })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`The dashboard could not be built.\n${endOf(`${output}${errors}`)}`)),
    )
  })
}

/** The tools print whole bundles around an error. */
function endOf(output: string): string {
  const lines = output.trim().split('\n').slice(-LINES_MAX)
  return lines.map((line) => line.slice(0, LINE_CHARACTERS_MAX)).join('\n')
}

interface Step {
  /** Globs of what its result depends on. */
  sources: readonly string[]
  /** A file that is there when it was done. */
  result: string
}

/** Does the work unless it was done with the same sources. */
async function unlessUnchanged(name: string, { sources, result }: Step, work: () => Promise<void>): Promise<boolean> {
  const stamp = join(stamps, name)
  const hash = hashOf(sources)
  if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false
  rmSync(stamp, { force: true })
  await work()
  mkdirSync(stamps, { recursive: true })
  writeFileSync(stamp, hash)
  return true
}

function hashOf(globs: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of globSync(globs, { cwd: root, exclude: ['**/node_modules/**'] }).sort())
    hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}
