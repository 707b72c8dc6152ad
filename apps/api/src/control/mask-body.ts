/** A webhook's body as it was sent. */
export interface RawBody {
  contentType: string
  bytes: Buffer
}

/** In the place of a masked value. */
const MASK = '***'

/** Names of fields whose value tells who a customer is, without case, underscores and hyphens. */
const PERSONAL =
  /(email|mail|phone|mobile|telephone|fax|firstname|lastname|middlename|fullname|displayname|username|address\d*|street|city|zip|postcode|postalcode|company|taxnumber|taxid|vatnumber|ip|ipaddress|browserip|clientip|useragent|latitude|longitude|note|notes|comment|message|birthday|birthdate|dob|gender|password|token|landingsite|referringsite)$/
/** Names of objects about a person: everything in them but ids, times and switches is masked. */
const ABOUT_PERSON =
  /^(customer|customers|buyer|client|clientdetails|recipient|receiver|contact|invoicecustomer|shippingaddress|billingaddress|deliveryaddress|defaultaddress|address|addresses|billing|shipping|noteattributes|paymentdetails)$/
const EMAIL = /[^\s@]+@[^\s@]+\.[^\s@]+/
const TIME = /^\d{4}-\d\d-\d\d/

/** The fields of a body without customer data; `null` when its fields cannot be read one by one. */
export function maskBody(body: RawBody): unknown {
  const fields = readFields(body)
  return fields === null ? null : maskValue(fields, { key: '', isPersonal: false })
}

/** The fields of a body as they were sent; `null` when they cannot be read one by one. */
export function readFields({ contentType, bytes }: RawBody): unknown {
  const text = bytes.toString('utf8')
  try {
    if (contentType.includes('json')) return JSON.parse(text, keepDigits)
    if (contentType.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text))
  } catch {
    // Shown as unreadable: the delivery's error says what is wrong with it.
  }
  return null
}

/** Numbers that JavaScript would round are shown as text. */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
    ? (context?.source ?? String(value))
    : value
}

interface Place {
  key: string
  /** Within an object about a person. */
  isPersonal: boolean
}

function maskValue(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((each) => maskValue(each, place))
  if (typeof value === 'object' && value !== null) {
    const isPersonal = place.isPersonal || ABOUT_PERSON.test(plain(place.key))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskField(key, each, isPersonal)]))
  }
  return typeof value === 'string' && EMAIL.test(value) ? MASK : value
}

/** Keys of forms name the objects around a field: `order[billing_address][city]`. */
function maskField(path: string, value: unknown, isWithinPerson: boolean): unknown {
  const keys = path.split(/[[\].]+/).filter(Boolean)
  const key = keys.at(-1) ?? path
  const isPersonal = isWithinPerson || keys.slice(0, -1).some((each) => ABOUT_PERSON.test(plain(each)))
  if (typeof value === 'object' && value !== null) return maskValue(value, { key, isPersonal })
  if (value === null || typeof value === 'boolean' || isId(key)) return value
  if (PERSONAL.test(plain(key))) return MASK
  if (isPersonal && !(typeof value === 'string' && TIME.test(value))) return MASK
  return maskValue(value, { key, isPersonal })
}

function isId(key: string): boolean {
  return /(^|_)id$|Id$/.test(key)
}

function plain(key: string): string {
  return key.toLowerCase().replaceAll(/[_-]/g, '')
}
