/** Which custom ids shops know, by the type of their owners. */
export interface CustomIdMemory {
  isDefined(domain: string, ownerType: string): boolean
  remember(domain: string, ownerType: string): void
  forget(domain: string, ownerType: string): void
}

/** Of one process: defining one once more costs a call and does no harm. */
export function createCustomIdMemory(): CustomIdMemory {
  const defined = new Set<string>()
  const nameOf = (domain: string, ownerType: string) => `${domain}/${ownerType}`
  return {
    isDefined: (domain, ownerType) => defined.has(nameOf(domain, ownerType)),
    remember: (domain, ownerType) => void defined.add(nameOf(domain, ownerType)),
    forget: (domain, ownerType) => void defined.delete(nameOf(domain, ownerType)),
  }
}
