import type { WorldShop } from '../../world/shop.ts'
import type { Formats } from '../formats.ts'
import type { Kind } from '../ids.ts'
import type { Rules } from '../rules.ts'

export type Body = Readonly<Record<string, unknown>>

/** The shop that a program writes to. */
export interface Target {
  shop: WorldShop
  formats: Formats
  rules: Rules
  /** Sends a webhook to those who registered for it. */
  emit(event: string, number: number): void
}

export type WriterMethod = 'POST' | 'PUT'

/** Writes of one resource. What is wrong is thrown as a `Refusal`, before anything is changed. */
export interface Writer {
  kind: Kind
  exists(number: number, target: Target): boolean
  /** Returns the new object's number. */
  create?(body: Body, target: Target): number
  /** On resources with related lists POST adds to those that are sent, PUT replaces them. */
  update?(number: number, body: Body, target: Target, method: WriterMethod): void
  remove?(number: number, target: Target): void
}

/** What `exists` has found a moment ago. */
export function found<T>(object: T | null | undefined): T {
  if (object === null || object === undefined) throw new Error('The object was found, and is not there.')
  return object
}
