import { z } from 'zod'
import { ChartValues } from './values.ts'

/** Content of `values.schema.json`. Helm adds `global`, and passes it to the schema. */
export function renderValuesSchema(): string {
  const schema = z.toJSONSchema(ChartValues.extend({ global: z.record(z.string(), z.unknown()).optional() }), {
    target: 'draft-7',
    io: 'input',
  })
  return `${JSON.stringify(schema, null, 2)}\n`
}
