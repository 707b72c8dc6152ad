import { describe } from 'vitest'
import { copyEveryRow } from './stage.ts'

copyEveryRow()

// Every guarantee of the mirror, whichever way its rows go; of any order in a file of its own.
describe('by COPY', async () => {
  await import('./mirror-children.int.test.ts')
  await import('./mirror-columns.int.test.ts')
  await import('./mirror-dead-parents.int.test.ts')
  await import('./mirror-guard.int.test.ts')
  await import('./mirror-page.int.test.ts')
  await import('./mirror-ties.int.test.ts')
  await import('./quarantine.int.test.ts')
})
