import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'

const PATH = '/shopify/files/uploads'

export interface Target {
  /** Where the file is sent to, as a form with the parameters before it. */
  url: string
  resourceUrl: string | null
  parameters: { name: string; value: string }[]
}

/** Files that apps have sent, by the `key` of their form: for all shops. */
export interface Uploads {
  stage(file: { filename: string; mimeType: string }): Target
  isTarget(pathname: string): boolean
  receive(body: string, contentType: string, response: ServerResponse): void
  /** Without one, nobody has sent it. */
  find(path: string): string | undefined
}

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/stagedUploadsCreate */
export function createUploads({ url }: { url: string }): Uploads {
  const staged = new Set<string>()
  const files = new Map<string, string>()
  return {
    stage({ filename, mimeType }) {
      const key = `tmp/54321000/bulk/${randomUUID()}/${filename}`
      staged.add(key)
      const parameters = { key, 'Content-Type': mimeType, success_action_status: '201', acl: 'private' }
      return {
        url: `${url}${PATH}`,
        resourceUrl: null,
        parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
      }
    },
    isTarget: (pathname) => pathname === PATH,
    receive(body, contentType, response) {
      const fields = fieldsOf(body, contentType)
      const { key = '', file } = fields
      if (!staged.has(key) || file === undefined) return void response.writeHead(400).end()
      files.set(key, file)
      response
        .writeHead(201, { 'content-type': 'application/xml' })
        .end(`<PostResponse><Key>${key}</Key></PostResponse>`)
    },
    find: (path) => files.get(path),
  }
}

/** The parts of a form by name. */
function fieldsOf(body: string, contentType: string): Record<string, string> {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (!boundary) return {}
  const parts = body.split(`--${boundary}`).slice(1, -1)
  return Object.fromEntries(
    parts.flatMap((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n')
      const [, name] = /name="([^"]+)"/.exec(head) ?? []
      return name ? [[name, rest.join('\r\n\r\n').replace(/\r\n$/, '')]] : []
    }),
  )
}
