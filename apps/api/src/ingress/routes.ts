import type { FastifyInstance } from 'fastify'
import { answerError } from '../http/respond.ts'
import { WEBHOOK_BYTES_MAX } from './large-webhooks.ts'
import { createRejecter, type RejectDeps } from './reject-unread.ts'
import { type UninstallDeps, uninstallRoutes } from './uninstall.ts'
import { type WebhookDeps, webhookRoutes } from './webhooks.ts'

/** Calls of platforms' servers: bytes as sent, and nothing between the socket and the verdict. */
export function ingressRoutes(app: FastifyInstance, deps: WebhookDeps & UninstallDeps & RejectDeps): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: WEBHOOK_BYTES_MAX }, (_request, body, done) =>
    done(null, body),
  )
  // A logger a request costs more than its verdict; lines of the ingress name the request themselves.
  app.setChildLoggerFactory((logger) => logger)
  app.setErrorHandler(createRejecter(deps, answerError))
  webhookRoutes(app, deps)
  uninstallRoutes(app, deps)
}
