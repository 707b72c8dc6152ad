import type { Hrefs } from './formats.ts'

type Resource = Record<string, unknown>

/** How a resource differs from its Extend resource. */
export interface PlainForm {
  /** Lists of what belongs to it, and the parameter by which they are found: links instead of objects. */
  related: Readonly<Record<string, string>>
  /** Fields that only the Extend resource has. */
  omitted?: readonly string[]
}

/** `orders` as opposed to `orderExtend`: what it refers to and what belongs to it are links. https://doc.shoprenter.hu/development/api/06_extend_resource.html */
export function toPlain(extended: Resource, { related, omitted = [] }: PlainForm, path: string, href: Hrefs): Resource {
  const id = String(extended.id)
  const shown = Object.entries(extended)
    .filter(([name]) => !omitted.includes(name))
    .map(([name, value]) => {
      const parameter = related[name]
      return [name, parameter === undefined ? toLink(value) : href.to(`${name}?${parameter}=${id}`)]
    })
  return { ...Object.fromEntries(shown), ...href.one(path, id) }
}

function toLink(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'href' in value ? { href: value.href } : value
}
