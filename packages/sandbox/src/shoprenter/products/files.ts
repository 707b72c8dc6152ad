import { type Answer, listPage, refuse } from '../envelope.ts'
import { encodeId } from '../ids.ts'
import type { Body, Target } from '../writes/writer.ts'

export interface FileCall {
  method: string
  query: URLSearchParams
  body: Body
}

/** English letters, digits and `( ) , _ -`, with an ending. */
const PATH = /^[A-Za-z0-9(),_/-]+\.[A-Za-z0-9]+$/
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** Files have paths and no ids; an upload overwrites silently. https://doc.shoprenter.hu/api/file.html */
export function answerFiles({ method, query, body }: FileCall, { formats: { records, href } }: Target): Answer {
  const path = query.get('filePath')
  switch (method) {
    case 'POST': {
      const { filePath, type, attachment } = (body.data ?? body) as Body
      for (const [name, value] of Object.entries({ filePath, type, attachment }))
        if (value === undefined || value === '') return refuse(400, 40_003, `Required field missing: ${name}`)
      if (typeof filePath !== 'string' || !PATH.test(filePath)) return refuse(400, 40_005, 'filePath is not valid')
      if (type !== 'image') return refuse(400, 40_005, 'type: image')
      if (typeof attachment !== 'string' || !BASE64.test(attachment) || attachment.length % 4 !== 0)
        return refuse(400, 40_005, 'attachment is not base64')
      records.files.set(filePath, Buffer.from(attachment, 'base64').length)
      return { status: 204, body: null }
    }
    case 'DELETE':
      if (path === null) return refuse(400, 40_004, 'Required query parameter missing: filePath')
      return records.files.delete(path) ? { status: 204, body: null } : refuse(404, 40_401, 'Resource not found')
    case 'GET': {
      const paths = [...records.files.keys()].filter((each) => path === null || each === path)
      const item = (index: number) => {
        const filePath = paths[index] ?? ''
        return { id: encodeId('file', filePath), filePath, type: 'image', size: String(records.files.get(filePath)) }
      }
      return listPage({
        ...{ path: 'files', query, href, ids: paths.map((_, index) => index) },
        link: (index) => href.one('files', item(index).id),
        whole: item,
      })
    }
    default:
      return refuse(405, 40_501, `${method} is not available for files`)
  }
}
