/** A field of a message: its number, and a number or the bytes of a text or message. */
export interface Field {
  number: number
  value: number | Buffer
}

/** The fields of a protobuf message in their order. Whole numbers beyond 2^53 lose their last digits. */
export function readFields(message: Buffer): Field[] {
  const fields: Field[] = []
  let at = 0
  const readVarint = (): number => {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = message.readUInt8(at++)
      value += (byte & 127) * shift
      if (byte < 128) return value
    }
  }
  const take = (length: number): Buffer => {
    at += length
    return message.subarray(at - length, at)
  }
  const readValue = (wireType: number): number | Buffer => {
    if (wireType === 0) return readVarint()
    if (wireType === 1) return take(8).readDoubleLE()
    if (wireType === 2) return take(readVarint())
    if (wireType === 5) return take(4).readFloatLE()
    throw new Error(`Unknown wire type ${wireType}.`)
  }
  while (at < message.length) {
    const tag = readVarint()
    fields.push({ number: Math.floor(tag / 8), value: readValue(tag % 8) })
  }
  return fields
}
