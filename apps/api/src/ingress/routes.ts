import type { FastifyInstance } from 'fastify'
import { type UninstallDeps, uninstallRoutes } from './uninstall.ts'
import { type WebhookDeps, webhookRoutes } from './webhooks.ts'

/** Of a webhook. */
const BODY_BYTES_MAX = 5 * 2 ** 20

/** Calls of platforms' servers: bytes as sent, and nothing between the socket and the verdict. */
export function ingressRoutes(app: FastifyInstance, deps: WebhookDeps & UninstallDeps): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) =>
    done(null, body),
  )
  // A logger a request costs more than its verdict; lines of the ingress name the request themselves.
  app.setChildLoggerFactory((logger) => logger)
  webhookRoutes(app, deps)
  uninstallRoutes(app, deps)
}
