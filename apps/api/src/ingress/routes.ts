import type { FastifyInstance } from 'fastify'
import { answerError } from '../http/respond.ts'
import { WEBHOOK_BYTES_MAX } from './large-webhooks.ts'
import { createRejecter, type RejectDeps } from './reject-unread.ts'
import { type UninstallDeps, uninstallRoutes } from './uninstall.ts'
import { type WebhookDeps, webhookRoutes } from './webhooks.ts'

/** Routes that the platforms' servers call. Bodies are raw bytes, because signatures cover them. */
export function ingressRoutes(app: FastifyInstance, deps: WebhookDeps & UninstallDeps & RejectDeps): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: WEBHOOK_BYTES_MAX }, (_request, body, done) =>
    done(null, body),
  )
  // A child logger per request costs more than the signature check; log lines of the ingress contain the request id.
  app.setChildLoggerFactory((logger) => logger)
  app.setErrorHandler(createRejecter(deps, answerError))
  webhookRoutes(app, deps)
  uninstallRoutes(app, deps)
}
