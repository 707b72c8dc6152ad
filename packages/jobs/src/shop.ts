import type { Repositories } from '@shopmirror/db'

/** A shop as it is stored. */
export type Shop = NonNullable<Awaited<ReturnType<Repositories['shops']['find']>>>
