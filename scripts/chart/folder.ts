import { join } from 'node:path'
import { root } from '../paths.ts'

export const chartFolder = join(root, 'deploy', 'helm', 'shopmirror')
