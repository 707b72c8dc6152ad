import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../paths.ts'
import { isIncluded } from './build-context.ts'
import { commandOf, parseDockerfile } from './parse-dockerfile.ts'

test('stages, joined lines and comments of a Dockerfile', () => {
  const stages = parseDockerfile(`# comment
FROM node:24-slim AS base
RUN a \\
    b
# COPY nothing
FROM base
COPY --from=base /app ./
ENV A=1 B=2
WORKDIR /app
CMD ["node", "x.ts"]
`)
  expect(stages).toMatchObject([
    { name: 'base', base: 'node:24-slim', instructions: [{ name: 'RUN', text: 'a b' }] },
    { name: '1', base: 'base', instructions: [{ name: 'COPY', text: '--from=base /app ./' }, {}, {}, {}] },
  ])
  expect(commandOf(stages)).toEqual(['node', 'x.ts'])
})

test('an instruction before the first stage is an error', () => {
  expect(() => parseDockerfile('RUN a')).toThrow('RUN comes before FROM.')
})

test('our own Dockerfile has only instructions that can be carried out', () => {
  const stages = parseDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'))
  const names = new Set(stages.flatMap(({ instructions }) => instructions.map(({ name }) => name)))
  const known = ['CMD', 'COPY', 'ENV', 'EXPOSE', 'HEALTHCHECK', 'RUN', 'USER', 'WORKDIR']
  expect([...names].filter((name) => !known.includes(name))).toEqual([])
})

test.each([
  ['apps/api/src/main.ts', true],
  ['docs/install.md', false],
  ['apps/api/src/main.test.ts', false],
  ['apps/api/test/a.ts', false],
  ['packages/sandbox/src/index.ts', false],
  ['packages/db/.env', false],
  ['package.json', true],
])('%s goes into the build: %s', (file, isWanted) => {
  const patterns = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => /^[^#]/.test(line))
  expect(isIncluded(file, patterns)).toBe(isWanted)
})
