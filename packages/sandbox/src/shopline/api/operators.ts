import { parseTime } from '../times.ts'

const OPERATOR = /^(gte|gt|lte|lt|not|in):(.*)$/s
type Comparable = string | number

/**
 * Conditions of searches on a field: `gte:2026-01-01 00:00:00`, `in:a,b`, `not:removed`, or a plain value. Several in a list
 * must all hold. `undefined` means no condition.
 */
export function matches(value: Comparable, asked: unknown): boolean {
  if (asked === undefined || asked === null || asked === '') return true
  if (Array.isArray(asked)) return asked.every((each) => matches(value, each))
  const [, operator = 'is', operand = String(asked)] = OPERATOR.exec(String(asked)) ?? []
  if (operator === 'in') return operand.split(',').some((each) => matches(value, each.trim()))
  if (operator === 'not') return !matches(value, operand)
  const order = compare(value, operand)
  return order !== undefined && results[operator]?.(order) === true
}

const results: Readonly<Record<string, (order: number) => boolean>> = {
  is: (order) => order === 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
}

/** Numbers that are times in ms are compared with times; `undefined` for what cannot be compared. */
function compare(value: Comparable, operand: string): number | undefined {
  if (typeof value === 'string') return value < operand ? -1 : Number(value > operand)
  const other = /^-?\d+(\.\d+)?$/.test(operand) ? Number(operand) : parseTime(operand)
  return other === undefined ? undefined : Math.sign(value - other)
}
