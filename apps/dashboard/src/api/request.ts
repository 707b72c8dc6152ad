import { i18n } from '@lingui/core'
import { apiPath } from './base.ts'
import { setConnection } from './connection.ts'
import { ApiProblem, type ProblemDocument, Unreachable } from './problem.ts'

/** What the generated hooks say they fail with: `ApiProblem` or `Unreachable`. */
export type ErrorType<_Document> = Error

/**
 * Calls the control API with the session's cookie; the generated client calls this. Throws `ApiProblem` when the api
 * refuses, in the language of the page, and `Unreachable` when nothing answers.
 */
export async function request<Answer>(path: string, options: RequestInit = {}): Promise<Answer> {
  const response = await send(`${apiPath}${path}`, options)
  if (!response.ok) throw await problemOf(response)
  return response.status === 204 ? (undefined as Answer) : ((await response.json()) as Answer)
}

async function send(address: string, options: RequestInit): Promise<Response> {
  const headers = { 'accept-language': i18n.locale, ...options.headers }
  try {
    const response = await fetch(address, { credentials: 'same-origin', ...options, headers })
    setConnection('connected')
    return response
  } catch (error) {
    // The page has moved on and wants the answer no more.
    if (options.signal?.aborted) throw error
    setConnection('cut-off')
    throw new Unreachable('', { cause: error })
  }
}

async function problemOf(response: Response): Promise<ApiProblem | Unreachable> {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined
  const isOurs = response.headers.get('content-type')?.includes('problem+json')
  // A proxy in front of the api answers with pages of its own.
  if (!isOurs) return new Unreachable(String(response.status))
  return new ApiProblem((await response.json()) as ProblemDocument, retryAfter)
}
