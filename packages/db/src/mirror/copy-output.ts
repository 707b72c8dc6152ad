/** Bytes of UTF-8 that one UTF-16 unit takes at most. */
const UTF8_BYTES_MAX = 3

/** Bytes of a COPY in the making. Numbers are big-endian; `field…` writes the length of a value before it. */
export interface CopyOutput {
  readonly length: number
  int16(value: number): void
  int32(value: number): void
  bytes(value: Uint8Array): void
  /** NULL. */
  fieldOfNull(): void
  fieldOfText(value: string): void
  /** A byte that says the version, and text. */
  fieldOfVersionedText(version: number, value: string): void
  /** An integer of 64 bits that is exact as a number. */
  fieldOfInt64(value: number): void
  /** Whatever `write` writes. */
  field(write: () => void): void
  /** All bytes since the last time. */
  take(): Buffer
}

/** `size`: bytes allocated at first; it grows as needed. */
export function createCopyOutput(size: number): CopyOutput {
  let buffer = Buffer.allocUnsafe(size)
  let length = 0

  function reserve(bytes: number): void {
    if (length + bytes <= buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(2 * buffer.length, length + bytes))
    buffer.copy(larger, 0, 0, length)
    buffer = larger
  }

  function int32(value: number): void {
    reserve(4)
    length = buffer.writeInt32BE(value, length)
  }

  function field(write: () => void): void {
    const start = length
    int32(0)
    write()
    buffer.writeInt32BE(length - start - 4, start)
  }

  function text(value: string): void {
    reserve(UTF8_BYTES_MAX * value.length)
    length += buffer.write(value, length)
  }

  return {
    get length() {
      return length
    },
    int16(value) {
      reserve(2)
      length = buffer.writeInt16BE(value, length)
    },
    int32,
    bytes(value) {
      reserve(value.length)
      buffer.set(value, length)
      length += value.length
    },
    field,
    fieldOfNull: () => int32(-1),
    fieldOfText(value) {
      const start = length
      int32(0)
      text(value)
      buffer.writeInt32BE(length - start - 4, start)
    },
    fieldOfVersionedText(version, value) {
      const start = length
      int32(0)
      reserve(1)
      length = buffer.writeUInt8(version, length)
      text(value)
      buffer.writeInt32BE(length - start - 4, start)
    },
    fieldOfInt64(value) {
      int32(8)
      const high = Math.floor(value / 2 ** 32)
      int32(high)
      reserve(4)
      length = buffer.writeUInt32BE(value - high * 2 ** 32, length)
    },
    take() {
      const taken = buffer.subarray(0, length)
      buffer = Buffer.allocUnsafe(size)
      length = 0
      return taken
    },
  }
}
