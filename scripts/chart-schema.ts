// npm run chart-schema: writes values.schema.json of the Helm chart from the settings' schemas.
import { writeFileSync } from 'node:fs'
import { chartFolder } from './chart/folder.ts'
import { renderValuesSchema } from './chart/render-schema.ts'

writeFileSync(`${chartFolder}/values.schema.json`, renderValuesSchema())
