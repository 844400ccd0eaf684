/** One second of a tone, as a sound file that every browser plays. */
export function aBell(): Buffer {
  const rate = 8_000
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + rate, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  // Not compressed, one channel.
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(rate, 40)
  const tone = Array.from({ length: rate }, (_, at) => 128 + Math.round(90 * Math.sin(at / 3)))
  return Buffer.concat([head, Buffer.from(tone)])
}
