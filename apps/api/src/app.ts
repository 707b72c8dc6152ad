import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import { createPublicUrl, type Logger, type PublicUrl } from '@shopmirror/config'
import type { Queues, RedisConnection } from '@shopmirror/jobs'
import type { WebhookAddresses } from '@shopmirror/platforms'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RouteOptions } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Registry } from 'prom-client'
import { boardRoutes } from './board.ts'
import type { ProgressRefs } from './connect/progress-refs.ts'
import { connectRoutes } from './connect/routes.ts'
import { createVisitors } from './connect/visitor.ts'
import type { ControlDeps } from './control/deps.ts'
import { internalRoutes } from './control/internal.ts'
import { controlRoutes } from './control/routes.ts'
import { dashboardRoutes } from './dashboard/routes.ts'
import { healthRoutes } from './health.ts'
import { createAddressLimit, createAttemptLimit } from './http/address-limit.ts'
import { createClientErrorHandler } from './http/answer-client-error.ts'
import type { Api } from './http/api.ts'
import { registerAudit } from './http/audit.ts'
import type { AuthDeps } from './http/auth.ts'
import { createCheckCredential } from './http/check-credential.ts'
import { DATA_AGE_HEADER, type DataAge } from './http/data-age.ts'
import { logAnswer } from './http/log-answer.ts'
import { docsRoutes, registerOpenapi } from './http/openapi.ts'
import { registerRateLimit } from './http/rate-limit.ts'
import { createRefusals, refusalOf } from './http/refusals.ts'
import { recordRequest, registerRefusals } from './http/register-refusals.ts'
import { REQUEST_ID_HEADER, requestIdOf } from './http/request-id.ts'
import { answerPerson } from './http/respond.ts'
import { createUrlRewriter } from './http/rewrite-url.ts'
import { dataPolicy, noStore, pagePolicy } from './http/security.ts'
import type { BrowserBinding } from './ingress/browser-binding.ts'
import type { GroupCommit } from './ingress/group-commit.ts'
import { createLargeWebhooks } from './ingress/large-webhooks.ts'
import { oauthRoutes } from './ingress/oauth.ts'
import { createOwnSecrets } from './ingress/own-secrets.ts'
import { createRedirectUrls, type RedirectUrls } from './ingress/redirect-urls.ts'
import { ingressRoutes } from './ingress/routes.ts'
import { settingsPageRoute } from './ingress/settings-page.ts'
import { createLive } from './live/create-live.ts'
import { metricsRoute, type WebhookMetrics } from './metrics.ts'
import type { People } from './people/create-people.ts'
import { openPeopleRoutes } from './people/open-routes.ts'
import { createResetLimit, createSignInLimit } from './people/sign-in-limit.ts'
import { scaleRoute } from './scale.ts'

const BODY_BYTES_MAX = 256 * 1_024
/** A request must be received completely within this, ms. */
const REQUEST_TIMEOUT_MS = 30_000

/** Validated settings of the api; see `config.ts` for each one's meaning and default. */
export interface AppSettings {
  publicUrl: string
  dashboardUrl?: string | undefined
  internalSyncSecret?: string | undefined
  metricsToken?: string | undefined
  corsOrigins: readonly string[]
  /** Origins that the return URLs of connect links may have; any when empty. */
  returnOrigins: readonly string[]
  trustedProxies: number
  requestsPerMinute: number
  /** Folder with the built dashboard. */
  dashboardFolder: string
  /** Prefix of all our keys in Redis. */
  prefix: string
}

/** Everything the routes use. `main.ts` creates it; tests pass their own database, Redis and clock. */
export interface AppDeps extends ControlDeps {
  addresses: Pick<WebhookAddresses, 'verify'>
  inbox: Pick<GroupCommit, 'add'>
  browsers: BrowserBinding
  progressRefs: ProgressRefs
  people: People
  webhookMetrics: WebhookMetrics
  queues: Queues
  /** Its commands fail at once while Redis is down. */
  redis: RedisConnection
  registry: Registry
  /** Names of the dependencies that do not work; see `findMissing` of the jobs package. */
  findMissing(): Promise<string[]>
  log: Logger
  settings: AppSettings
  /** Default: nothing is read from a replica. */
  dataAge?: DataAge
  /** Called for every route. */
  onRoute?: (route: RouteOptions) => void
}

/** All routes of the api: `ingress` for platforms and merchants' browsers, `control` for dashboards and backends. */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const { settings, log, registry, onRoute } = deps
  const publicUrl = createPublicUrl(settings.publicUrl)
  const refusals = createRefusals({ registry, log })
  const roots = new Set<string>()
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // We refuse it ourselves, so that it is counted and logged.
    http: { requireHostHeader: false },
    trustProxy: settings.trustedProxies > 0 && ((_address: string, hop: number) => hop < settings.trustedProxies),
    rewriteUrl: createUrlRewriter({ prefix: publicUrl.path, isOurs: (segment) => roots.has(segment) }),
    clientErrorHandler: createClientErrorHandler(refusals),
    frameworkErrors: (error, request, reply) => {
      recordRequest(refusalOf(error) ?? 'unreadable', request, refusals)
      return answerPerson(error, request, reply)
    },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('caller', null)
  app.decorateRequest('audit', null)
  registerRefusals(app, refusals)
  app.addHook('onRoute', ({ url }) => void roots.add(url.split('/')[1] ?? ''))
  if (onRoute) app.addHook('onRoute', onRoute)

  await registerOpenapi(app, publicUrl)
  // In its own scope: asynchronous hooks of other routes must not delay webhooks.
  const ownSecrets = createOwnSecrets({ read: deps.db.credentials.read, now: deps.now })
  await app.register(async (scope) =>
    ingressRoutes(scope, {
      ...deps,
      metrics: deps.webhookMetrics,
      ownSecrets,
      sealBody: deps.db.deliveries.sealBody,
      refusals,
      largeWebhooks: createLargeWebhooks(deps),
    }),
  )
  await app.register(async (scope) => webRoutes(scope, { ...deps, publicUrl }))
  return app
}

interface WebDeps extends AppDeps {
  publicUrl: PublicUrl
}

async function webRoutes(app: FastifyInstance, deps: WebDeps) {
  const { settings, redis, publicUrl, progressRefs } = deps
  const places = createRedirectUrls(publicUrl, { dashboardUrl: settings.dashboardUrl, refs: progressRefs })
  const limits = { redis, prefix: settings.prefix, perMinute: settings.requestsPerMinute }
  const checkCredential = createCheckCredential(createAddressLimit({ ...limits, now: deps.now }))
  const auth = { checkCredential, signIns: deps.people.signIns }
  app.addHook('onRequest', async (request, reply) => {
    reply.header(REQUEST_ID_HEADER, request.id)
  })
  app.addHook('onResponse', async (request, reply) => logAnswer(request, reply, deps.log))
  deps.dataAge?.register(app)
  if (settings.corsOrigins.length > 0)
    await app.register(cors, {
      origin: [...settings.corsOrigins],
      exposedHeaders: [REQUEST_ID_HEADER, DATA_AGE_HEADER, 'retry-after'],
    })
  await registerRateLimit(app, limits)

  await app.register(async (scope) => {
    await scope.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: dataPolicy } })
    scope.addHook('onRequest', noStore)
    healthRoutes(scope, deps.findMissing)
    const forMonitoring = { token: settings.metricsToken, checkCredential }
    metricsRoute(scope, { registry: deps.registry, ...forMonitoring })
    scaleRoute(scope, { ...deps, ...forMonitoring })
    await scope.register(async (api) => apiRoutes(api, { ...deps, ...auth, places }), { prefix: '/api/v1' })
    const visitors = createVisitors(publicUrl)
    await scope.register(async (pages) => connectRoutes(pages, { ...deps, places, visitors }))
    if (settings.dashboardUrl === undefined) settingsPageRoute(scope)
  })
  await app.register(async (scope) => dashboardRoutes(scope, { folder: settings.dashboardFolder, publicUrl }))
  await app.register(async (scope) => {
    await scope.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: pagePolicy } })
    await docsRoutes(scope, publicUrl)
    await scope.register(async (board) => boardRoutes(board, { ...deps, ...auth }))
  })
}

/** What the routes under `/api/v1` use. */
export type ApiDeps = WebDeps & AuthDeps & { places: RedirectUrls }

/** Everything under `/api/v1`. */
export async function apiRoutes(app: Api, deps: ApiDeps): Promise<void> {
  const { settings, publicUrl, places } = deps
  oauthRoutes(app, { ...deps, places })
  internalRoutes(app, { ...deps, secret: settings.internalSyncSecret })
  const live = createLive(app, { ...deps, prefix: settings.prefix })
  registerAudit(app, deps)
  const attempts = createAttemptLimit({ ...deps, prefix: settings.prefix })
  const signInLimit = createSignInLimit(attempts)
  const openDeps = { ...deps, ...deps.people, signInLimit, resetLimit: createResetLimit(attempts) }
  await app.register(async (open: Api) => openPeopleRoutes(open, openDeps))
  await app.register(async (control: Api) =>
    controlRoutes(control, {
      ...deps,
      signInLimit,
      places,
      live,
      at: publicUrl.at,
      returnOrigins: settings.returnOrigins,
    }),
  )
}
