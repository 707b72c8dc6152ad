/** What addresses hold. A value that is wrong counts as not given, because anybody can write an address. */
import * as z from 'zod/mini'

/** A text, also of digits alone. */
export const word = (max: number) => orNothing(z.coerce.string().check(z.maxLength(max)))

/** One of these. */
export const oneOf = <const Value extends string>(values: readonly Value[] | Readonly<Record<string, Value>>) =>
  orNothing(z.enum(Object.values<Value>(values)))

/** A text of this form. */
export const matching = (form: RegExp) => orNothing(z.string().check(z.regex(form)))

/** A time such as `2026-11-29T08:00:00Z`. */
export const moment = () => orNothing(z.iso.datetime())

function orNothing<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined)
}
