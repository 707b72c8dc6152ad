import { globSync, readFileSync } from 'node:fs'
import { dirname, join, matchesGlob, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './paths.ts'

const exclude = ['**/node_modules/**']
const documents = globSync(['*.md', 'docs/**/*.md', 'packages/**/README.md'], { cwd: root, exclude })
const entries = globSync(['*', '{apps,packages,docs,scripts,bench,test,patches,deploy}/**'], { cwd: root, exclude })
const known = new Set(entries)

const isFile = /\.(ts|mjs|md|json|ya?ml|sql|graphql|patch)$/
const isInRepository = /^(apps|packages|docs|scripts|bench|test|patches|deploy)\//

/** Paths in backticks, in tables' "Where here" column, in code blocks and in links; `<name>` stands for any name. */
function pathsIn(text: string): string[] {
  const prose = text.replaceAll(/```[\s\S]*?```/g, '')
  const inBackticks = wordsInBackticks(prose).filter((word) => isFile.test(word) || isInRepository.test(word))
  const inTables = [...prose.matchAll(/\| Where here \|\n[\s\S]*?\n(?!\|)/g)].flatMap(([table]) =>
    table.split('\n').flatMap((row) => wordsInBackticks(row.split('|').at(-2) ?? '')),
  )
  const inBlocks = [...text.matchAll(/(?<![\w/.-])(?:apps|packages)\/[\w./<>-]+/g)].map(([path]) => path)
  const linked = [...prose.matchAll(/\]\(([\w./-]+)(?:#[\w-]*)?\)/g)].map(([, path = '']) => path)
  return [...inBackticks, ...inTables.filter((word) => word.includes('/')), ...inBlocks, ...linked]
}

function wordsInBackticks(text: string): string[] {
  return [...text.matchAll(/`([\w<>*@][\w./<>*@-]*)`/g)].map(([, word = '']) => word)
}

/** A path is written from the document's folder or from the root; a bare file name may be anywhere. */
function exists(document: string, path: string): boolean {
  const pattern = path.replaceAll(/<[\w-]+>/g, '*').replace(/[./]+$/, '')
  const places = [
    join(dirname(document), pattern),
    normalize(pattern),
    ...(path.includes('/') ? [] : [`**/${pattern}`]),
  ]
  return places.some(
    (place) => known.has(place) || (place.includes('*') && entries.some((entry) => matchesGlob(entry, place))),
  )
}

test('paths are found in every kind of place', () => {
  const text =
    '`docs/a.md`, [b](c/d.md)\n```\npackages/e/f\n```\n| x | Where here |\n|---|---|\n| `orders/updated` | `g/h` |\n\n`i.test.ts`'
  expect(pathsIn(text).sort()).toEqual(['c/d.md', 'docs/a.md', 'g/h', 'i.test.ts', 'packages/e/f'])
})

test.each(documents)('every repository path in %s exists', (document) => {
  const paths = pathsIn(readFileSync(join(root, document), 'utf8'))
  expect(paths.filter((path) => !exists(document, path))).toEqual([])
})
