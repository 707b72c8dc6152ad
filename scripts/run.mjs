// Runs with any Node ≥ 18 and nothing installed: installs Node 24, pnpm and the dependencies, then runs
// scripts/<command>.ts. Plain JavaScript without dependencies, because it must work before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { acquireLock } from './lock.mjs'

const NODE_MAJOR = 24
// Without a network npm would retry for minutes.
const impatient = {
  npm_config_fetch_retries: '1',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '2000',
  pnpm_config_fetch_retries: '1',
  pnpm_config_fetch_retry_mintimeout: '1000',
}
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tools = join(root, '.tools')
const installLog = join(tools, 'install.log')
const manifest = readJson(join(root, 'package.json'))

const [command, ...args] = process.argv.slice(2)
const script = join(root, 'scripts', `${command}.ts`)
const stopping = watchForStop()

try {
  if (!command || !existsSync(script)) throw new Error(`Unknown command. There are: ${listCommands()}`)
  process.exitCode = await bootstrapAndRun()
} catch (error) {
  process.stderr.write(`\n${error.message}\n`)
  process.exitCode = stopping.signal ? exitCodeOf(stopping.signal) : 1
}
stopping.unwatch()

async function bootstrapAndRun() {
  const unlock = await lock()
  let node, pnpm
  try {
    node = await ensureNode()
    pnpm = await ensurePnpm()
    await ensureDependencies(node, pnpm)
  } finally {
    unlock()
  }
  if (stopping.signal) return exitCodeOf(stopping.signal)
  // The IPC channel closes when this process ends, even if it is killed.
  return run(node, [script, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: envWith(node, pnpm) })
}

/** The npm package `node` installs one of these by an install script; installing it directly needs no script. */
async function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'
  const name = `${prefix}-${platform}-${process.arch}`
  const folder = await ensureTool(`node-${NODE_MAJOR}`, `${name}@${NODE_MAJOR}`, `Node ${NODE_MAJOR}`)
  return join(folder, 'node_modules', name, 'bin', platform === 'win' ? 'node.exe' : 'node')
}

async function ensurePnpm() {
  const [, version] = manifest.packageManager.split('@')
  const folder = await ensureTool(`pnpm-${version}`, `pnpm@${version}`, `pnpm ${version}`)
  return join(folder, 'node_modules', 'pnpm', 'bin', 'pnpm.mjs')
}

/** Installs into a draft folder and renames it when complete, so that an interrupted install is never used. */
async function ensureTool(name, spec, title) {
  const folder = join(tools, name)
  if (existsSync(folder)) return folder
  const draft = `${folder}.draft`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft)
  writeFileSync(join(draft, 'package.json'), '{"private":true}')
  const options = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']
  const npm = npmCommand()
  await timed(`Installing ${title}`, () =>
    quiet(npm[0], [...npm.slice(1), 'install', '--prefix', draft, ...options, spec], {
      cwd: draft,
      env: { ...process.env, ...impatient },
    }),
  )
  renameSync(draft, folder)
  return folder
}

async function ensureDependencies(node, pnpm) {
  const stamp = join(tools, 'dependencies')
  const wanted = hashManifests()
  const installed = existsSync(join(root, 'node_modules')) && existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (installed === wanted) return
  rmSync(stamp, { force: true })
  await timed('Installing dependencies', () =>
    // CI keeps pnpm from asking interactive questions.
    quiet(node, [pnpm, 'install', '--frozen-lockfile', '--prefer-offline'], {
      cwd: root,
      env: { ...envWith(node, pnpm), ...impatient, CI: 'true' },
    }),
  )
  writeFileSync(`${stamp}.draft`, wanted)
  renameSync(`${stamp}.draft`, stamp)
}

function hashManifests() {
  const hash = createHash('sha256')
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...patches(), ...workspaceManifests()]
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function patches() {
  return readdirSync(join(root, 'patches')).map((file) => join('patches', file))
}

function workspaceManifests() {
  const nested = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name)),
  )
  return [...nested, 'bench', 'scripts', 'test']
    .map((folder) => join(folder, 'package.json'))
    .filter((file) => existsSync(join(root, file)))
}

/** Only one process installs at a time; the others wait and find everything installed. */
function lock() {
  return acquireLock(join(tools, 'locks'), {
    onWait: (owner) => process.stdout.write(`Waiting for another command (process ${owner}) to finish installing\n`),
    isStopped: () => stopping.signal !== undefined,
  })
}

/** Runs a command with its output in a file; a failure shows the end of it. */
async function quiet(file, commandArgs, options) {
  let output = ''
  const code = await run(file, commandArgs, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }, (chunk) => {
    output += chunk
  })
  writeFileSync(installLog, output)
  if (stopping.signal) throw new Error('Stopped')
  if (code === 0) return
  const unreachable =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|network|dns error|error sending request/i
  const advice = unreachable.test(output)
    ? 'The package registry cannot be reached. The first run needs the network (behind a proxy: npm config set proxy URL); later runs do not.'
    : `It failed with code ${code}.`
  throw new Error(
    `${output.trim().split('\n').slice(-12).join('\n')}\n\n${advice} The whole output is in ${installLog}`,
  )
}

/** Resolves to the exit code. Signals that stop this process are forwarded. */
function run(file, commandArgs, options, onOutput) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, commandArgs, options)
    if (onOutput) {
      child.stdout.on('data', onOutput)
      child.stderr.on('data', onOutput)
    }
    stopping.forward = (signal) => child.kill(signal)
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(signal ? exitCodeOf(signal) : code))
  })
}

function watchForStop() {
  const state = { signal: undefined, forward: undefined, unwatch: undefined }
  const stop = (signal) => {
    state.signal = signal
    state.forward?.(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  // A killed npm forwards no signal; its children get another parent.
  const parent = process.ppid
  const timer = setInterval(() => process.ppid !== parent && !state.signal && stop('SIGTERM'), 250)
  state.unwatch = () => clearInterval(timer)
  return state
}

function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 0)
}

function npmCommand() {
  const npm = process.env.npm_execpath
  if (npm?.endsWith('npm-cli.js')) return [process.execPath, npm]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm']
}

/** Programs that the commands start use the same Node and pnpm, and do not compile again what has not changed. */
function envWith(node, pnpm) {
  const programs = join(dirname(pnpm), '..', '..', '.bin')
  return {
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    ...process.env,
    PATH: [dirname(node), programs, process.env.PATH ?? ''].join(delimiter),
  }
}

async function timed(title, work) {
  const startedAt = Date.now()
  process.stdout.write(`${title} … `)
  await work()
  process.stdout.write(`${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
}

function listCommands() {
  return Object.keys(manifest.scripts).join(', ')
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}
