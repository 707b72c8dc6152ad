import type { Platform } from '@shopmirror/platforms'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { dataOf } from '../http/paging.ts'
import type { ControlDeps } from './deps.ts'

const platformSchema = z
  .object({
    id: z.string().describe('As in `platform` of a shop'),
    name: z.string().describe('What people call it'),
    configured: z.boolean().describe("Whether the app's credentials are set, so that shops can install it"),
  })
  .meta({ id: 'Platform' })

/** `/api/v1/platforms`: what shops can be on. The same for every account. */
export function platformRoutes(app: Api, { platforms }: ControlDeps): void {
  app.get('/platforms', {
    schema: {
      operationId: 'listPlatforms',
      summary: 'Platforms whose shops can be connected',
      tags: ['Shops'],
      response: { 200: dataOf(z.array(platformSchema)) },
    },
    handler: async () => ({
      data: [...platforms.values()].map(({ id, configured, install }) => ({
        id,
        configured,
        name: nameOf(install) ?? id,
      })),
    }),
  })
}

function nameOf(install: Platform['install']): string | undefined {
  return 'guide' in install ? install.guide.name : undefined
}
