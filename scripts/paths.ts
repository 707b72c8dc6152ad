import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root folder of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Folder for data that the commands keep between runs: databases, development keys, logs. */
export const dataRoot = join(root, '.data')

/** Programs that the commands install: Node, pnpm, and those of others that read the sandbox. */
export const toolsRoot = join(root, '.tools')
