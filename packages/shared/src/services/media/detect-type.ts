import { type FileType, typeNamed } from './file-types.ts'

/** How much of a file `detectType` wants to see, in bytes. */
export const headBytes = 4_096

/** Pictures we know and do not take; `storeMedia` says what to do instead. */
export type Detected = FileType | 'unknown picture'

/** Tells what a file is by its first bytes; its name may say anything. */
export function detectType(head: Buffer): Detected {
  const text = head.toString('latin1')
  const simple = signatures.find(([start]) => text.startsWith(start))?.[1]
  if (simple) return simple === 'unknown picture' ? simple : typeNamed(simple)
  if (text.startsWith('RIFF')) return typeNamed(riff[text.slice(8, 12)] ?? 'bin')
  if (text.slice(4, 8) === 'ftyp') return isoMedia(text.slice(8, 12), text)
  if (isMpegAudio(head)) return typeNamed('mp3')
  return isSvg(head) ? typeNamed('svg') : typeNamed('bin')
}

const signatures: [start: string, extension: string][] = [
  ['\xff\xd8\xff', 'jpg'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['GIF87a', 'gif'],
  ['GIF89a', 'gif'],
  ['BM', 'unknown picture'],
  ['II*\0', 'unknown picture'],
  ['MM\0*', 'unknown picture'],
  ['8BPS', 'unknown picture'],
  ['\0\0\x01\0', 'unknown picture'],
  ['\xff\x0a', 'unknown picture'],
  ['\0\0\0\x0cJXL ', 'unknown picture'],
  ['\0\0\0\x0cjP  ', 'unknown picture'],
  ['ID3', 'mp3'],
  ['OggS', 'ogg'],
  ['fLaC', 'flac'],
  ['\x1a\x45\xdf\xa3', 'webm'],
  ['%PDF-', 'pdf'],
  ['PK\x03\x04', 'zip'],
]

const riff: Record<string, string> = { WEBP: 'webp', WAVE: 'wav' }

/** The brand of a file in the format of MP4, which pictures of phones have as well. */
function isoMedia(brand: string, head: string): Detected {
  if (brand === 'avif' || (brand === 'mif1' && head.slice(0, 64).includes('avif'))) {
    return typeNamed('avif')
  }
  if (/^(hei|hev|mif1|msf1|avis)/.test(brand)) return 'unknown picture'
  if (brand.startsWith('M4A') || brand.startsWith('M4B')) return typeNamed('m4a')
  return typeNamed(brand === 'qt  ' ? 'mov' : 'mp4')
}

/** An MPEG audio frame without a tag before it: eleven set bits, layer III, a valid bit rate. */
function isMpegAudio(head: Buffer): boolean {
  const [first = 0, second = 0, third = 0] = head
  const isFrame = first === 0xff && (second & 0xe6) === 0xe2
  return isFrame && third >> 4 !== 0 && third >> 4 !== 0xf
}

/** `<svg` is the first element, after a declaration, comments and a document type. */
function isSvg(head: Buffer): boolean {
  let text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  for (let end = prologueEnd(text); end !== undefined; end = prologueEnd(text)) {
    const at = text.indexOf(end)
    if (at === -1) return false
    text = text.slice(at + end.length).trimStart()
  }
  return /^<svg[\s>/]/.test(text)
}

/** How what stands before the first element ends, if any such thing begins here. */
function prologueEnd(text: string): string | undefined {
  if (text.startsWith('<?')) return '?>'
  if (text.startsWith('<!--')) return '-->'
  if (!/^<!doctype\s+svg/i.test(text)) return undefined
  return /^[^>]*\[/.test(text) ? ']>' : '>'
}
