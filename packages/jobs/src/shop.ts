import type { Repositories } from '@shopmirror/db'

/** A shop's row. */
export type Shop = NonNullable<Awaited<ReturnType<Repositories['shops']['find']>>>
