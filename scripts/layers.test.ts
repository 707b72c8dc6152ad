import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findImportCycles, reach, readImportGraph } from './import-graph.ts'
import { root } from './paths.ts'

/** What each package may import of ours; imports only go down. */
const below: Record<string, { values: string[]; types?: string[] }> = {
  'packages/config': { values: [] },
  'packages/db': { values: ['config'] },
  'packages/platforms': { values: ['config'] },
  'packages/jobs': { values: ['config', 'platforms'], types: ['db'] },
  'packages/sandbox': { values: [] },
  'apps/api': { values: ['config', 'db', 'jobs', 'platforms'] },
  'apps/worker': { values: ['config', 'db', 'jobs', 'platforms'] },
  // A page on the control API, over HTTP alone.
  'apps/dashboard': { values: [] },
}

interface Import {
  file: string
  package: string
  typeOnly: boolean
}

const allFiles = globSync('{apps,packages,scripts,test,bench}/**/*.{ts,tsx}', {
  cwd: root,
  exclude: ['**/node_modules/**'],
})
const sources = globSync('{apps,packages}/*/**/*.{ts,tsx}', { cwd: root, exclude: ['**/node_modules/**'] })
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/**
 * What runs in production: all that can be reached from an index or a main. The rest serves tests and may import
 * anything.
 */
const entries = sources.filter((file) => /^\w+\/[\w-]+\/src\/(index|main)\.tsx?$/.test(file))
const product = [...reach(entries, readImportGraph(sources))]

function importsOf(file: string): Import[] {
  const statement =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s+)?['"]@shopmirror\/([a-z-]+)|import\(\s*['"]@shopmirror\/([a-z-]+)/g
  return [...read(file).matchAll(statement)].map(([, type, named, loaded]) => ({
    file,
    package: named ?? loaded ?? '',
    typeOnly: type !== undefined,
  }))
}

function breaches(folder: string): string[] {
  const { values, types = [] } = below[folder] ?? { values: [] }
  return product
    .filter((file) => file.startsWith(`${folder}/`))
    .flatMap(importsOf)
    .filter(({ package: name, typeOnly }) => !values.includes(name) && !(typeOnly && types.includes(name)))
    .map(({ file, package: name }) => `${file} imports @shopmirror/${name}`)
}

test('the product has files to check', () => {
  expect(product.length).toBeGreaterThan(100)
})

test('every package has its place in the layers', () => {
  const folders = globSync('{apps,packages}/*/package.json', { cwd: root }).map((file) =>
    file.replace('/package.json', ''),
  )
  expect(folders.sort()).toEqual(Object.keys(below).sort())
})

test.each(Object.keys(below))('%s imports only what is below it', (folder) => {
  expect(breaches(folder)).toEqual([])
})

test('every package names what it exports, and no pattern opens all of its files', () => {
  const patterns = globSync('{apps,packages}/*/package.json', { cwd: root }).flatMap((file) => {
    const { exports } = JSON.parse(read(file)) as { exports: Record<string, string> }
    return Object.entries(exports)
      .flat()
      .filter((path) => path.includes('*'))
  })
  expect(patterns).toEqual([])
})

test('no import names a file inside the src of another package', () => {
  const deep = allFiles.filter((file) => /['"]@shopmirror\/[a-z-]+\/src\//.test(read(file)))
  expect(deep).toEqual([])
})

test('no file reaches into another package by a relative path', () => {
  const reaching = sources.filter((file) => {
    const depth = file.split('/').length - 3
    return read(file).includes(`from '${'../'.repeat(depth + 1)}`)
  })
  expect(reaching).toEqual([])
})

test('an import cycle is found, and nothing that only leads to it or away from it', () => {
  const graph = new Map([
    ['above', ['one']],
    ['one', ['two', 'below']],
    ['two', ['three']],
    ['three', ['one']],
    ['below', []],
  ])
  expect([...findImportCycles(graph).keys()]).toEqual(['one', 'two', 'three'])
})

test('there are no import cycles, not even of types', () => {
  expect(Object.fromEntries(findImportCycles(readImportGraph(allFiles)))).toEqual({})
})

test('only main.ts reads the environment', () => {
  const readers = product.filter((file) => /\bprocess\.env\b/.test(read(file)) && !/\/main(\.[a-z]+)?\.ts$/.test(file))
  expect(readers).toEqual([])
})

/** Each is a folder of its own, here and in the sandbox. */
const platforms = globSync('packages/platforms/src/*/settings.ts', { cwd: root }).map(
  (file) => file.split('/').at(-2) ?? '',
)

/** Whoever knows one platform finds everything of the next. */
const rooms = ['api', 'install', 'map', 'read', 'testing', 'tokens', 'webhooks', 'write']

test.each(platforms)('%s has the rooms of every platform, and nothing beside them', (platform) => {
  const entries = readdirSync(join(root, 'packages/platforms/src', platform))
  expect(entries.sort()).toEqual([...rooms, 'README.md', 'index.ts', 'settings.ts'].sort())
})

test.each(platforms)('%s has its workers killed, and its installs tested', (platform) => {
  for (const suite of ['kill', 'installs'])
    expect(existsSync(join(root, `apps/worker/test/${suite}-${platform}.e2e.test.ts`))).toBe(true)
})

/** Where a platform may be named outside its folders: the registries, and the commands that are about it alone. */
const registries = [
  'packages/platforms/src/registry.ts',
  'packages/sandbox/src/emulators.ts',
  'packages/sandbox/src/expectations.ts',
  'scripts/foreign-clients/clients.ts',
]

function strangersWhoName(platform: string): string[] {
  const name = new RegExp(platform, 'i')
  const ours = globSync('scripts/**/*.ts', { cwd: root, exclude: ['**/node_modules/**'] })
  const files = [...product, ...ours].filter(
    (file) =>
      !file.includes(`src/${platform}/`) &&
      !file.includes(platform) &&
      !/\.test\.ts$/.test(file) &&
      !registries.includes(file),
  )
  return files.filter((file) => name.test(withoutComments(read(file))))
}

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
}

test.each(platforms)('nothing but its folders and the registries knows %s by name', (platform) => {
  expect(strangersWhoName(platform)).toEqual([])
})

test('connections to Postgres are made in one place, which sets what reading relies on', () => {
  const connecting = allFiles.filter((file) => /^import (?!type )[^'"]*from 'postgres'/m.test(read(file)))
  // The tests' server owner undoes and looks at what the product sets, so it connects without it.
  expect(connecting.sort()).toEqual(['packages/db/src/connect/connect.ts', 'packages/db/test/hostile-role.ts'])
})
