import { request } from 'undici'

/** Client of the control API. Returns `data` of the response; throws `ApiProblem` on an error response. */
export interface ApiClient {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
  patch<T>(path: string, body: unknown): Promise<T>
}

interface ApiOptions {
  /** Base address of the api, without a path. */
  url: string
  key: string
}

export class ApiProblem extends Error {
  readonly status: number

  constructor(call: string, status: number, text: string) {
    super(`${call} answered ${status}: ${describeProblem(text)}`)
    this.name = 'ApiProblem'
    this.status = status
  }
}

export function createApiClient({ url, key }: ApiOptions): ApiClient {
  const call = async <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown): Promise<T> => {
    const { statusCode, body: answer } = await request(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await answer.text()
    if (statusCode >= 400) throw new ApiProblem(`${method} ${path}`, statusCode, text)
    return (text ? JSON.parse(text).data : undefined) as T
  }
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body),
  }
}

const ERRORS_SHOWN = 3

interface Problem {
  title?: string
  detail?: string
  errors?: { path: string; message: string }[]
}

function describeProblem(text: string): string {
  try {
    const { title, detail, errors = [] } = JSON.parse(text) as Problem
    const faults = errors.slice(0, ERRORS_SHOWN).map(({ path, message }) => `${path} ${message}`)
    return [title, detail, ...faults].filter(Boolean).join(': ') || text
  } catch {
    return text.slice(0, 500)
  }
}
