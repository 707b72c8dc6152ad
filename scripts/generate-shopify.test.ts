import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './paths.ts'

test('what is sent to Shopify is what its GraphQL documents say, checked against the schema', () => {
  const { stderr, status } = spawnSync(process.execPath, [join(root, 'scripts', 'generate-shopify.ts'), '--check'], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})
