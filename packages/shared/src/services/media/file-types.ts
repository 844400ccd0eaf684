/** What a file is, by its bytes. */
export interface FileType {
  kind: 'image' | 'audio' | 'video' | 'file'
  contentType: string
  /** What its key in the storage ends with. */
  extension: string
}

const type = (kind: FileType['kind'], contentType: string, extension: string): FileType => ({
  kind,
  contentType,
  extension,
})

/** Every type that is ever served, by the ending of its key; none of them is a page. */
const types = [
  type('image', 'image/jpeg', 'jpg'),
  type('image', 'image/png', 'png'),
  type('image', 'image/gif', 'gif'),
  type('image', 'image/webp', 'webp'),
  type('image', 'image/avif', 'avif'),
  type('image', 'image/svg+xml', 'svg'),
  type('audio', 'audio/mpeg', 'mp3'),
  type('audio', 'audio/mp4', 'm4a'),
  type('audio', 'audio/ogg', 'ogg'),
  type('audio', 'audio/wav', 'wav'),
  type('audio', 'audio/flac', 'flac'),
  type('video', 'video/mp4', 'mp4'),
  type('video', 'video/quicktime', 'mov'),
  type('video', 'video/webm', 'webm'),
  type('file', 'application/pdf', 'pdf'),
  type('file', 'application/zip', 'zip'),
  type('file', 'application/octet-stream', 'bin'),
]

const byExtension = new Map(types.map((one) => [one.extension, one]))

/** The type of what lies under a key; anything unknown is a download. */
export function typeOfKey(key: string): FileType {
  return typeNamed(key.slice(key.lastIndexOf('.') + 1))
}

export function typeNamed(extension: string): FileType {
  return byExtension.get(extension) ?? type('file', 'application/octet-stream', 'bin')
}
