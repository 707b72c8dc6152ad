import { randomBytes } from 'node:crypto'
import helmet from '@fastify/helmet'
import type { PublicUrl } from '@shopmirror/config'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../http/problem.ts'
import { answerPerson } from '../http/respond.ts'
import { type Build, loadBuild } from './load-build.ts'
import { dashboardPolicy } from './policy.ts'
import { sendFile } from './send-file.ts'

/** Path of the page; everything below it is the page's own, but for the routes that are registered beside it. */
const DASHBOARD_PATH = '/dashboard'

/** In the built document, in the place of the nonce and of the address of the page. */
const NONCE_MARK = /NONCE_OF_THE_ANSWER/g
const BASE_MARK = 'content="/dashboard/"'
const NONCE_BYTES = 16

export interface DashboardDeps {
  /** Folder with the built page. */
  folder: string
  publicUrl: PublicUrl
}

const options = { schema: { hide: true }, config: { rateLimit: false }, errorHandler: answerPerson } as const

/** The dashboard: its files, and for every other address below it the document, whose script shows the screen. */
export async function dashboardRoutes(app: FastifyInstance, { folder, publicUrl }: DashboardDeps): Promise<void> {
  const build = loadOnce(folder)
  await app.register(helmet, { contentSecurityPolicy: false })
  app.get(DASHBOARD_PATH, options, async (request, reply) =>
    reply.redirect(`${publicUrl.path}${DASHBOARD_PATH}/${queryOf(request)}`, 308),
  )
  app.get<{ Params: { '*': string } }>(`${DASHBOARD_PATH}/*`, options, async (request, reply) => {
    const name = request.params['*']
    const { files, document } = build()
    const file = files.get(name)
    if (file) return sendFile(file, request, reply)
    // A file of an older build; the document instead of it would be a script that cannot be read.
    if (name.startsWith('assets/')) throw new Problem('not-found')
    return sendDocument(document, reply, publicUrl)
  })
}

/** Kept once it is there; a page that is built while the api runs is found. */
function loadOnce(folder: string): () => Build {
  let loaded: Build | undefined
  return () => {
    loaded ??= loadBuild(folder)
    if (!loaded) throw new Problem('dashboard-not-built')
    return loaded
  }
}

function sendDocument(document: string, reply: FastifyReply, { path }: PublicUrl): FastifyReply {
  const nonce = randomBytes(NONCE_BYTES).toString('base64')
  const base = `${path}${DASHBOARD_PATH}/`
  return reply
    .headers({ 'content-security-policy': dashboardPolicy(nonce), 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(
      document
        .replaceAll(NONCE_MARK, nonce)
        .replace(BASE_MARK, `content="${base}"`)
        .replaceAll(/(src|href)="\.\//g, `$1="${base}`),
    )
}

function queryOf({ url }: FastifyRequest): string {
  const mark = url.indexOf('?')
  return mark < 0 ? '' : url.slice(mark)
}
