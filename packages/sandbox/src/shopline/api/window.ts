import { parseTime } from '../times.ts'
import { refuse } from './answers.ts'
import type { Answer } from './open-api-types.ts'

/** Bounds in ms, both included. */
export interface Span {
  from: number
  to: number
}

export interface Window {
  created: Span
  updated: Span
  /** Whether removed objects are included: lists contain them only in queries for changes. */
  isIncremental: boolean
}

const NAMES = ['created_after', 'created_before', 'updated_after', 'updated_before'] as const

/** `created_after`, `created_before`, `updated_after` and `updated_before`, or what is wrong with them. */
export function readWindow(query: URLSearchParams): Window | Answer {
  const wrong = NAMES.find((name) => query.get(name) && parseTime(query.get(name) ?? '') === undefined)
  if (wrong)
    return refuse(400, 'InvalidParams', `${wrong} is not a time such as 2026-01-01 00:00:00`, { [wrong]: 'invalid' })
  return {
    created: readSpan(query, 'created'),
    updated: readSpan(query, 'updated'),
    isIncremental: Boolean(query.get('updated_after')),
  }
}

/** `{name}_after` and `{name}_before`. A bound without milliseconds includes its whole second. */
export function readSpan(query: URLSearchParams, name: string): Span {
  return {
    from: parseTime(query.get(`${name}_after`) ?? '') ?? Number.NEGATIVE_INFINITY,
    to: endOf(parseTime(query.get(`${name}_before`) ?? '')),
  }
}

export function isWithin({ from, to }: Span, at: number): boolean {
  return at >= from && at <= to
}

export function isEverything({ from, to }: Span): boolean {
  return from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY
}

function endOf(at: number | undefined): number {
  if (at === undefined) return Number.POSITIVE_INFINITY
  return at % 1_000 === 0 ? at + 999 : at
}

export function isIn({ created, updated }: Window, at: { createdAt: number; updatedAt: number }): boolean {
  return isWithin(created, at.createdAt) && isWithin(updated, at.updatedAt)
}

export function isUnbounded({ created, updated }: Window): boolean {
  return isEverything(created) && isEverything(updated)
}
