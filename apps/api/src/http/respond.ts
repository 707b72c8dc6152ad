import type { FastifyReply, FastifyRequest } from 'fastify'
import { classify } from './classify.ts'
import { type Language, languageOf, pickLanguage } from './languages.ts'
import type { MethodTable } from './method-table.ts'
import { type Document, type Page, renderDocument, renderPage } from './page.ts'
import { pageStyleHash } from './page-style.ts'
import { describeProblem, PROBLEM_TYPE, Problem } from './problem.ts'
import { REQUEST_ID_HEADER } from './request-id.ts'

/** For responses that bypass the plugins, too. */
export const noSniff = { 'x-content-type-options': 'nosniff' }

/** Sends any error as problem JSON. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answerProblem(toProblem(error, request), request, reply)
}

/** An unknown error is a bug: logged in full, without details in the response. */
function toProblem(error: unknown, request: FastifyRequest): Problem {
  const known = classify(error)
  if (!known) request.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'request.error')
  else if (known.status >= 500) request.log.warn({ err: known, requestId: request.id }, 'request.failed')
  return known ?? new Problem('internal')
}

/** Sends the error as problem JSON in the caller's language, never cached. */
export function answerProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const document = describeProblem(problem, {
    path: pathOf(request),
    requestId: request.id,
    acceptLanguage: request.headers['accept-language'],
  })
  reply.code(problem.status).headers({ ...noSniff, [REQUEST_ID_HEADER]: request.id, 'cache-control': 'no-store' })
  reply.header('vary', 'accept-language')
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds)
  if (problem.status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer')
  return reply
    .header('content-language', pickLanguage(request.headers['accept-language']))
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(document))
}

/** 404 when no route has the path, 405 when none has the method. */
export function answerUnknown(request: FastifyRequest, reply: FastifyReply, { methodsAt }: MethodTable): FastifyReply {
  const methods = methodsAt(pathOf(request))
  if (methods.length === 0) return answerPerson(new Problem('not-found'), request, reply)
  const allow = methods.join(', ')
  return answerProblem(
    new Problem('method-not-allowed', { parameters: { allow } }),
    request,
    reply.header('allow', allow),
  )
}

/** For routes that browsers open: an HTML page for `Accept: text/html`, else problem JSON. */
export function answerPerson(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!wantsPage(request)) return answerError(error, request, reply)

  const problem = toProblem(error, request)
  const language = languageOf(request)
  const { title, detail } = describeProblem(problem, {
    path: pathOf(request),
    requestId: request.id,
    acceptLanguage: language,
  })
  reply.code(problem.status).header(REQUEST_ID_HEADER, request.id)
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds)
  return sendPage(reply, { language, tone: 'bad', title, text: detail })
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? '/'
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return (headers.accept ?? '').includes('text/html')
}

interface PageAnswer extends Page {
  /** The only origin that may frame the page. Default: none. */
  frameAncestor?: string
}

/** Sends a page that loads nothing and that only `frameAncestor` may frame; nobody by default. */
export function sendPage(reply: FastifyReply, { frameAncestor, ...page }: PageAnswer): FastifyReply {
  return sendMarkup(reply, renderPage(page), { language: page.language, ...(frameAncestor && { frameAncestor }) })
}

/** Sends a page that may have forms that lead to this server, and a script of ours; nobody may frame it. */
export function sendDocument(reply: FastifyReply, document: Document): FastifyReply {
  const { language, script } = document
  return sendMarkup(reply, renderDocument(document), { language, hasForms: true, hasScript: script !== undefined })
}

interface MarkupOptions {
  language: Language
  frameAncestor?: string
  hasForms?: boolean
  hasScript?: boolean
}

function sendMarkup(reply: FastifyReply, markup: string, options: MarkupOptions): FastifyReply {
  return reply
    .headers({
      'cache-control': 'no-store',
      vary: 'accept-language',
      'content-language': options.language,
      'content-security-policy': policyOf(options),
      'referrer-policy': 'no-referrer',
      ...noSniff,
    })
    .type('text/html; charset=utf-8')
    .send(markup)
}

function policyOf({ frameAncestor = "'none'", hasForms = false, hasScript = false }: MarkupOptions): string {
  const script = hasScript ? "script-src 'self'; connect-src 'self'; " : ''
  const target = hasForms ? "'self'" : "'none'"
  return `default-src 'none'; style-src '${pageStyleHash}'; ${script}base-uri 'none'; form-action ${target}; frame-ancestors ${frameAncestor}`
}
