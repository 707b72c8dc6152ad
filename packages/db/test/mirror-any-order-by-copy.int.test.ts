import { describe } from 'vitest'
import { copyEveryRow } from './stage.ts'

copyEveryRow()

describe('by COPY', async () => {
  await import('./mirror-any-order.int.test.ts')
})
