import type { Shipment } from '../../../world/written.ts'

/** `FulfillmentTrackingInput` */
export interface TrackingInput {
  company?: string | null
  number?: string | null
  numbers?: readonly string[] | null
  url?: string | null
  urls?: readonly string[] | null
}

/** Carriers whose links the platform makes itself, by their names in its spelling. */
const carriers: Readonly<Record<string, string>> = {
  'DHL Express': 'https://www.dhl.com/track/',
  DPD: 'https://tracking.dpd.de/parcelstatus/',
  GLS: 'https://gls-group.com/track/',
}

export function trackingOf(input: TrackingInput): Pick<Shipment, 'company' | 'numbers' | 'urls'> {
  const { company = null, number, url } = input
  const numbers = input.numbers ?? (number ? [number] : [])
  const given = input.urls ?? (url ? [url] : [])
  const base = carriers[company ?? '']
  return { company, numbers, urls: given.length === 0 && base ? numbers.map((each) => base + each) : given }
}
