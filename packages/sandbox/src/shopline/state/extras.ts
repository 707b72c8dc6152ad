/** Data that only SHOPLINE has, by an object's number in the world. Changing it does not change the object. */
export interface Extras<T> {
  get(number: number): T
  change(number: number, change: Partial<T>): void
}

export function createExtras<T>(plain: T): Extras<T> {
  const values = new Map<number, T>()
  const get = (number: number) => values.get(number) ?? plain
  return { get, change: (number, change) => void values.set(number, { ...get(number), ...change }) }
}
