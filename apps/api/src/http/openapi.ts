import swagger, {
  type FastifyDynamicSwaggerOptions,
  type SwaggerTransform,
  type SwaggerTransformObject,
} from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import type { PublicUrl } from '@shopmirror/config'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { describeProblems, problemSchema } from './describe-problems.ts'
import { problems } from './messages.ts'
import { PROBLEM_URN } from './problem.ts'
import { SESSION_COOKIE } from './session-cookie.ts'
import { controlTags, ingressTags, isIngress } from './tags.ts'

/**
 * `control`: routes for API clients, which generate code from it. `ingress`: routes that platforms and browsers call.
 */
const documents = {
  control: { path: '/openapi.json', title: 'Shopmirror', describe: describeControl, tags: controlTags },
  ingress: { path: '/openapi-ingress.json', title: 'Shopmirror ingress', describe: describeIngress, tags: ingressTags },
} as const
const securitySchemes = {
  apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `smk_…`' },
  session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: 'A person who is signed in' },
  internalSecret: { type: 'http', scheme: 'bearer', description: '`INTERNAL_SYNC_SECRET`' },
} as const
type Part = keyof typeof documents
const parts = Object.keys(documents) as Part[]

/** Must be registered before the routes. */
export async function registerOpenapi(app: FastifyInstance, publicUrl: PublicUrl): Promise<void> {
  for (const part of parts) await app.register(swagger, describePart(part, publicUrl))
}

function describePart(part: Part, { href }: PublicUrl): FastifyDynamicSwaggerOptions {
  const { title, describe, tags } = documents[part]
  return {
    // The plugin's types know only its default name.
    decorator: part as 'swagger',
    openapi: {
      openapi: '3.1.0',
      info: { title, version: '1', description: describe() },
      servers: [{ url: href }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      ...(part === 'control' && {
        components: { securitySchemes },
        security: [{ apiKey: [] }, { session: [] }],
      }),
    },
    // The path of the server's address may begin like one of our paths.
    stripBasePath: false,
    transform: (route) => describeRoute(part, route),
    transformObject: (document) => withProblems(jsonSchemaTransformObject(document)),
  }
}

function describeRoute(part: Part, described: Parameters<SwaggerTransform>[0]): ReturnType<SwaggerTransform> {
  const { schema: given, route } = described
  const { schema, url } = jsonSchemaTransform(described)
  if (!given || isIngress(given.tags) !== (part === 'ingress')) return { schema: { hide: true }, url }
  // Only routes for browsers have their own error handler.
  const hasPages = route.errorHandler !== undefined
  const response = {
    ...(schema?.response as object),
    ...given.answers,
    ...describeProblems({ schema: given, method: String(route.method), hasPages }),
  }
  // A client needs a name for the wildcard.
  return { schema: { ...schema, response }, url: url.replace('*', ':topic') }
}

type Document = ReturnType<SwaggerTransformObject>

/** Adds the `Problem` schema and removes schemas without a reference. */
function withProblems(document: Document): Document {
  const described = structuredClone(document) as { components?: { schemas?: Record<string, unknown> } }
  const schemas: Record<string, unknown> = { ...described.components?.schemas, Problem: problemSchema }
  described.components = { ...described.components, schemas }
  while (dropUnused(described, schemas));
  return described as Document
}

/** Returns whether a schema was removed: schemas that it referred to may be unused now. */
function dropUnused(document: object, schemas: Record<string, unknown>): boolean {
  const text = JSON.stringify(document)
  const unused = Object.keys(schemas).filter((name) => !text.includes(`"#/components/schemas/${name}"`))
  for (const name of unused) delete schemas[name]
  return unused.length > 0
}

/** The documents, and a page that loads nothing from other servers. */
export async function docsRoutes(app: FastifyInstance, { path }: PublicUrl): Promise<void> {
  for (const part of parts)
    app.get(documents[part].path, { schema: { hide: true } }, async (_request, reply) =>
      reply.send(app.getDecorator<() => Document>(part)()),
    )
  await app.register(scalar, {
    routePrefix: '/docs',
    // The plugin's redirect ignores the path of PUBLIC_URL.
    hooks: {
      onRequest: (request, reply, done) =>
        request.url.split('?')[0] === '/docs' ? void reply.redirect(`${path}/docs/`, 301) : done(),
    },
    configuration: {
      sources: parts.map((part) => ({ url: `${path}${documents[part].path}`, title: documents[part].title })),
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

function describeControl(): string {
  const rows = Object.entries(problems).map(
    ([name, { status, en }]) => `| ${status} | \`${PROBLEM_URN}${name}\` | ${en.title} |`,
  )
  return [
    'Connected shops, their syncs and their webhooks. The mirror itself is read with SQL.',
    'Every call needs `Authorization: Bearer smk_…`, or in a browser the cookie of a person who is signed in. Responses are under `data`; lists have `next_cursor`.',
    'Errors are `application/problem+json`. Their `type` never changes; `title` and `detail` are in English, Hungarian or German, by `Accept-Language`.',
    ['| Status | `type` | Means |', '|---|---|---|', ...rows].join('\n'),
    `Routes that platforms and the browsers of merchants call are in \`${documents.ingress.path}\`.`,
  ].join('\n\n')
}

function describeIngress(): string {
  return [
    'Routes that platforms and the browsers of merchants call. They need no API key: calls are authenticated by signature or state.',
    `Routes for your own programs are in \`${documents.control.path}\`.`,
  ].join('\n\n')
}
