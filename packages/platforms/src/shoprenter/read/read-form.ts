const FIELD = 'data'

/**
 * The JSON text of a delivery: the field `data` of a form, multipart or urlencoded, or the body itself. `null` when
 * there is none. Parsed by hand, because reading a delivery is synchronous and form parsers are not.
 */
export function readForm(contentType: string, body: Buffer): string | null {
  const type = contentType.toLowerCase()
  const text = body.toString('utf8')
  if (type.startsWith('multipart/form-data')) return readMultipart(contentType, text)
  if (type.startsWith('application/x-www-form-urlencoded') || text.startsWith(`${FIELD}=`))
    return new URLSearchParams(text).get(FIELD)
  return text
}

function readMultipart(contentType: string, body: string): string | null {
  const [, quoted, plain] = /boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (!boundary) return null
  // A boundary is at the start of a line; the first one has no line before it.
  for (const part of `\r\n${body}`.split(`\r\n--${boundary}`)) {
    const end = part.indexOf('\r\n\r\n')
    if (end >= 0 && isField(part.slice(0, end))) return part.slice(end + 4)
  }
  return null
}

function isField(headers: string): boolean {
  const name = /^content-disposition:[^\r\n]*?;\s*name=(?:"([^"]*)"|([^;\s]*))/im.exec(headers)
  return (name?.[1] ?? name?.[2]) === FIELD
}
