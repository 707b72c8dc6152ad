import { createPublicUrl } from '@shopmirror/config'
import { loadPlatforms } from '@shopmirror/platforms'
import Fastify from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { type ApiDeps, apiRoutes } from './app.ts'
import { registerOpenapi } from './http/openapi.ts'

/** What generated code does not depend on. */
const PUBLIC_URL = 'http://localhost'

/**
 * The OpenAPI document of the control API, made without databases or settings: the routes are registered, and never
 * called. It is the same as `/openapi.json` of a running api but for its `servers`.
 */
export async function describeApi(): Promise<object> {
  const app = Fastify().withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const publicUrl = createPublicUrl(PUBLIC_URL)
  await registerOpenapi(app, publicUrl)
  const platforms = loadPlatforms({}, { now: () => new Date() })
  await app.register(async (api) => apiRoutes(api, { ...unopened, platforms, publicUrl }), { prefix: '/api/v1' })
  await app.ready()
  const document = app.getDecorator<() => object>('control')()
  await app.close()
  return document
}

/** Stands for any dependency: registering routes may read members of one, and calls none. */
const nothing = new Proxy(() => undefined, { get: () => nothing }) as never

const unopened: Omit<ApiDeps, 'platforms' | 'publicUrl'> = {
  settings: {
    publicUrl: PUBLIC_URL,
    corsOrigins: [],
    returnOrigins: [],
    trustedProxies: 0,
    requestsPerMinute: 0,
    dashboardFolder: '',
    prefix: '',
  },
  now: () => new Date(),
  eraseGraceHours: 0,
  findMissing: async () => [],
  ...{ db: nothing, redis: nothing, queues: nothing, registry: nothing, log: nothing, enqueue: nothing },
  ...{ budget: nothing, credentials: nothing, openShop: nothing, addresses: nothing, inbox: nothing },
  ...{ browsers: nothing, progressRefs: nothing, places: nothing, webhookMetrics: nothing, checkCredential: nothing },
  ...{ people: nothing, signIns: nothing, tracer: nothing },
}
