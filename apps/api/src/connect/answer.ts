import type { FastifyReply } from 'fastify'
import type { Document } from '../http/page.ts'
import { sendDocument } from '../http/respond.ts'

/** What a handler answers; never the reply itself, which an async function would wait for. */
export type Answer = { cookies?: readonly string[] } & (
  | { redirect: string }
  | { document: Document /** Default 200. */; status?: number }
)

/** A redirect is 303, so that a form is not sent again. */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  const { cookies = [] } = answer
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  if ('redirect' in answer)
    return reply
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .redirect(answer.redirect, 303)
  return sendDocument(reply.code(answer.status ?? 200), answer.document)
}
