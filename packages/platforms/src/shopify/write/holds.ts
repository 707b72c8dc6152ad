/** Whether everything that is given is as given. */
export function holds(given: object, held: object): boolean {
  const values = new Map(Object.entries(held))
  return Object.entries(given).every(
    ([name, value]) => value === undefined || JSON.stringify(values.get(name)) === JSON.stringify(value),
  )
}
