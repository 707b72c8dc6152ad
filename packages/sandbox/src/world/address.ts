export interface Address {
  id: number
  firstName: string
  lastName: string
  company: string
  street: string
  city: string
  postcode: string
  address2?: string
  /** Two letters; absent: HU. */
  countryCode?: string
  provinceCode?: string
  phone?: string
  district?: string
  /** Name of the state or province, as entered. */
  state?: string
  /** Name of the country, as entered. */
  country?: string
}
