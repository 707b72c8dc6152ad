/** A merchant id: 24 hex digits. Shops have no other name that stays. */
export function parseDomain(input: string): string | null {
  const id = input.trim().toLowerCase()
  return /^[0-9a-f]{24}$/.test(id) ? id : null
}
