import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { problems } from './messages.ts'
import { completeDocument } from './openapi-problems.ts'
import { PROBLEM_URN } from './problem.ts'

/** Before the routes: it learns of each as it is added. */
export async function registerOpenapi(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Shopmirror', version: '1', description: describeApi() },
      servers: [{ url: publicUrl }],
      tags: tags.map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `smk_…`' },
          internalSecret: { type: 'http', scheme: 'bearer', description: '`INTERNAL_SYNC_SECRET`' },
        },
      },
      security: [{ apiKey: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => completeDocument(jsonSchemaTransformObject(document)),
  })
}

/** The page brings its own script and asks nobody else's server for anything. */
export async function docsRoutes(app: FastifyInstance): Promise<void> {
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => reply.send(app.swagger()))
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      agent: { disabled: true },
      mcp: { disabled: true },
      metaData: { title: 'Shopmirror API' },
    },
  })
}

const tags = [
  ['Shops', 'Connected shops and what is mirrored of them.'],
  ['Install', 'How shops become connected.'],
  ['Syncs', 'Runs that read a shop.'],
  ['Webhooks', 'What shops send, and what they were asked to send.'],
  ['Operations', 'Alerts, evidence, outside schedules.'],
  ['Keys', 'API keys.'],
] as const

function describeApi(): string {
  const rows = Object.entries(problems).map(
    ([name, { status, en }]) => `| ${status} | \`${PROBLEM_URN}${name}\` | ${en.title} |`,
  )
  return [
    'Connected shops, their syncs and their webhooks. The mirror itself is read with SQL.',
    'Every call but those of platforms needs `Authorization: Bearer smk_…`. Answers stand under `data`; lists come with `next_cursor`.',
    'Errors are `application/problem+json`. Their `type` never changes; `title` and `detail` come in English, Hungarian or German by `Accept-Language`.',
    ['| Status | `type` | Means |', '|---|---|---|', ...rows].join('\n'),
  ].join('\n\n')
}
