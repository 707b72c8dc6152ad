import type { OwnApp, Platform } from '@shopmirror/platforms'
import { z } from 'zod'
import { text } from '../http/fields.ts'
import { Problem } from '../http/problem.ts'

const shop = {
  platform: text({ max: 40 }),
  domain: text({ max: 2_048 }).describe("The shop's name or address"),
}

/** A shop and its own credentials. The documentation lists the fields of each platform; `readOwnApp` checks them. */
export function ownAppSchema(platforms: ReadonlyMap<string, Platform>) {
  return z.looseObject(shop).meta({ oneOf: [...platforms.values()].flatMap(describeAlternatives) })
}

function describeAlternatives({ id, ownApp }: Platform): object[] {
  return (ownApp?.alternatives ?? []).map((alternative) => {
    const body = z.strictObject({ ...shop, platform: z.literal(id), ...alternative.shape })
    const { $schema: _, ...described } = z.toJSONSchema(body, { io: 'input' })
    return { ...described, title: [id, alternative.meta()?.title].filter(Boolean).join(': ') }
  })
}

/** The credentials as the platform stores them. Throws `Problem` that names each invalid field. */
export function readOwnApp(
  { id, ownApp: format }: Platform,
  { platform: _, domain: __, ...fields }: z.output<ReturnType<typeof ownAppSchema>>,
): OwnApp {
  if (!format) {
    const reason = `Platform ${id} takes no credentials of a shop. Install the app instead.`
    throw new Problem('shop-refused', { parameters: { reason } })
  }
  const results = format.alternatives.map((alternative) => alternative.safeParse(fields))
  const accepted = results.find(({ success }) => success)
  if (accepted?.data) return format.fromFields(accepted.data)
  const [closest = []] = results.map(({ error }) => error?.issues ?? []).toSorted((a, b) => a.length - b.length)
  throw new Problem('invalid-credentials', {
    errors: closest.map(({ path, message }) => ({ path: ['body', ...path].join('.'), message })),
  })
}
