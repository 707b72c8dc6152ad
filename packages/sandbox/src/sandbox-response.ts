/** What the sandbox itself responds, as opposed to one of its platforms; JSON. */
export interface SandboxResponse {
  status: number
  body: unknown
}

export function ok(body: unknown): SandboxResponse {
  return { status: 200, body }
}

export function badRequest(message: string): SandboxResponse {
  return { status: 400, body: { message } }
}

export function notFound(what: 'path' | 'control' | 'shop'): SandboxResponse {
  return { status: 404, body: { message: `The sandbox has no such ${what}.` } }
}
