/** A row that the mirror has to hold: columns by their database name; those not named are not compared. */
export interface TruthRow {
  externalId: string
  fields: Record<string, unknown>
}

/** Of the shop, and of every price that no other currency is written beside. */
export const CURRENCY = 'HUF'

interface Objects<T> {
  ids(): readonly number[]
  get(id: number): T | null
}

export function everything<T>(objects: Objects<T>): T[] {
  return objects.ids().flatMap((id) => objects.get(id) ?? [])
}

export const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
