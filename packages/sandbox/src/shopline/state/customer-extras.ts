/** Phone numbers that were written, in the world's format. */
export interface WrittenPhones {
  phone: string | null
  mobile: string | null
  /** The customer's phone in the world that they belong to: a later change of that replaces them. */
  worldPhone: string
}

/** Data of a customer that only SHOPLINE has. */
export interface CustomerExtras {
  createdBy: 'shop' | 'openapi'
  isMember: boolean
  isBlacklisted: boolean
  refUserId: string | null
  gender: string | null
  birthYear: number | null
  birthMonth: number | null
  birthDay: number | null
  subscribesSms: boolean
  customFields: Readonly<Record<string, unknown>>
  phones: WrittenPhones | null
}

export const plainCustomer: CustomerExtras = {
  ...{ createdBy: 'shop', isMember: true, isBlacklisted: false, refUserId: null, gender: null },
  ...{ birthYear: null, birthMonth: null, birthDay: null, subscribesSms: false, customFields: {}, phones: null },
}
