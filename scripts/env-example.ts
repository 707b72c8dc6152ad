// npm run env-example: writes .env.example from the settings' schemas.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.ts'
import { renderEnvExample } from './render-env-example.ts'

writeFileSync(join(root, '.env.example'), renderEnvExample())
