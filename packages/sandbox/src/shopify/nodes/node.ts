import type { WorldShop } from '../../world/shop.ts'
import type { CallContext, Resolver, Resolvers } from '../graphql/resolvers.ts'
import type { Gid } from './gid.ts'
import type { ProductGroups } from './product-groups.ts'

export type Arguments = Record<string, unknown>

/** An object of the API: its type, and what its fields are read from. */
export interface Node<Of = unknown> {
  __typename: string
  of: Of
}

/** What the subjects read. */
export interface NodeDeps {
  world: WorldShop
  /** `{name}.myshopify.com` */
  domain: string
  productGroups(): ProductGroups
}

/** One subject of the API: its types with their fields, and how ids find their objects. */
export interface Subject {
  resolvers: Resolvers
  /** By type; `null` for an id without an object. */
  find?: Record<string, (id: Gid) => unknown>
}

type Fields<Of> = Record<string, (of: Of, args: Arguments, context: CallContext) => unknown>

/** Resolvers of one type, written over what its objects are made from. */
export function fieldsOf<Of>(fields: Fields<Of>): Record<string, Resolver> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, read]): [string, Resolver] => [
      name,
      (source, args, context) => read((source as Node<Of>).of, args, context),
    ]),
  )
}

/** Fields that are the same for every object. */
export function constants(values: Record<string, unknown>): Record<string, () => unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => value]))
}

/** `null` for what does not exist; no number of the world is 0. */
export function mapped<T, R>(value: T | 0 | null | undefined, map: (value: T) => R): R | null {
  return value ? map(value) : null
}
