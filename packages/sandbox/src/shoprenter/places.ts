/** Numbers of the fixed objects that products, customers and orders refer to. */
export const DEFAULT_GROUP = 8
export const groups = [
  { number: DEFAULT_GROUP, name: 'Alapértelmezett' },
  { number: 6, name: 'Nagykereskedő' },
] as const

export const HUNGARY = 97
export const countries = [
  { number: 14, isoCode2: 'AT', isoCode3: 'AUT', name: 'Ausztria' },
  { number: HUNGARY, isoCode2: 'HU', isoCode3: 'HUN', name: 'Magyarország' },
  { number: 175, isoCode2: 'RO', isoCode3: 'ROM', name: 'Románia' },
] as const

export const languages = [
  { number: 1, name: 'Hungarian', code: 'hu' },
  { number: 2, name: 'English', code: 'en' },
] as const

export const currencies = [
  { number: 4, name: 'Forint', code: 'HUF' },
  { number: 2, name: 'Euro', code: 'EUR' },
] as const

export const shippingModes = [
  { number: 18, name: 'Házhozszállítás', extension: 'WSESHIP' },
  { number: 19, name: 'GLS csomagpont', extension: 'GLSPARCELPOINT' },
] as const

export const taxClasses = [
  { number: 10, name: '27%', rate: '27.0000' },
  { number: 11, name: '5%', rate: '5.0000' },
] as const

export const STORNO_STATUS = 5
