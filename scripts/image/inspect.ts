import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'

/** What must not be in the image: tests, the emulated platforms, settings, tools for development. */
const UNWANTED = [
  '{apps,packages}/*/{test,testing}/**/*.ts',
  '{apps,packages}/**/*.test.ts',
  'packages/sandbox',
  '**/.env',
  'node_modules/.pnpm/{typescript,vitest,@biomejs+biome,vite,playwright-core}@*',
]

/** Files below `/app` that do not belong there. */
export function findUnwanted(app: string): string[] {
  const exclude = (path: string) => path.includes('node_modules/') && !path.startsWith('node_modules/.pnpm')
  return UNWANTED.flatMap((pattern) => globSync(pattern, { cwd: app, exclude }))
}

/** Size of a folder, MB. */
export function sizeOf(app: string, part = '.'): number {
  const output = execFileSync('du', ['-sk', join(app, part)], { encoding: 'utf8' })
  return Number.parseInt(output, 10) / 1024
}
