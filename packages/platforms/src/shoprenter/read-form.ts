/** The JSON text of a delivery: the field `data` of a form, multipart or urlencoded, or the body itself. `null` when there is none. */
export function readForm(contentType: string, body: Buffer): string | null {
  const type = contentType.toLowerCase()
  if (type.startsWith('multipart/form-data')) return readMultipart(contentType, body)
  if (type.startsWith('application/x-www-form-urlencoded'))
    return new URLSearchParams(body.toString('utf8')).get('data')
  return body.toString('utf8')
}

/** One small text field: what a streaming parser is for does not come here. */
function readMultipart(contentType: string, body: Buffer): string | null {
  const [, quoted, plain] = /boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (!boundary) return null
  for (const part of body.toString('utf8').split(`--${boundary}`)) {
    const end = part.indexOf('\r\n\r\n')
    if (end >= 0 && /name="?data"?/i.test(part.slice(0, end))) return part.slice(end + 4).replace(/\r\n$/, '')
  }
  return null
}
