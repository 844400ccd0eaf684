import { useState } from 'react'
import type { EditorOptions, Uploaded, UploadKind } from './editor.ts'

/** The kinds that Koenig asks for; a thumbnail of a video is a picture like any other. */
const kinds: Record<string, UploadKind> = {
  image: 'image',
  audio: 'audio',
  video: 'video',
  file: 'file',
  mediaThumbnail: 'image',
}

const fileTypes = {
  image: {
    mimeTypes: ['image/gif', 'image/jpg', 'image/jpeg', 'image/png', 'image/webp', 'image/avif'],
    extensions: ['gif', 'jpg', 'jpeg', 'png', 'webp', 'avif'],
  },
  audio: {
    mimeTypes: ['audio/mp3', 'audio/mpeg', 'audio/ogg', 'audio/wav', 'audio/x-m4a', 'audio/mp4'],
    extensions: ['mp3', 'wav', 'ogg', 'm4a'],
  },
  video: {
    mimeTypes: ['video/mp4', 'video/webm', 'video/ogg'],
    extensions: ['mp4', 'webm', 'ogv'],
  },
  mediaThumbnail: {
    mimeTypes: ['image/gif', 'image/jpg', 'image/jpeg', 'image/png', 'image/webp'],
    extensions: ['gif', 'jpg', 'jpeg', 'png', 'webp'],
  },
  file: { mimeTypes: [], extensions: [] },
}

interface UploadError {
  message: string
  fileName: string
}

/** Koenig's `fileUploader`, over our `upload`. */
export function fileUploader(upload: EditorOptions['upload']): object {
  return {
    fileTypes,
    useFileUpload: (type: string) => useFileUpload(upload, kinds[type] ?? 'file'),
  }
}

function useFileUpload(send: EditorOptions['upload'], kind: UploadKind) {
  const [progress, setProgress] = useState(100)
  const [isLoading, setLoading] = useState(false)
  const [errors, setErrors] = useState<UploadError[]>([])
  const [filesNumber, setFilesNumber] = useState(0)

  /** All files at once; null when one of them did not arrive, as Koenig expects it. */
  async function upload(files: Iterable<File>): Promise<Uploaded[] | null> {
    const list = [...files]
    const percents = list.map(() => 0)
    setFilesNumber(list.length)
    setErrors([])
    setProgress(0)
    setLoading(true)
    const sent = await Promise.allSettled(
      list.map((file, place) =>
        send(file, kind, (percent) => {
          percents[place] = percent
          setProgress(Math.round(percents.reduce((sum, one) => sum + one, 0) / list.length))
        }),
      ),
    )
    setLoading(false)
    setProgress(100)
    const failed = sent.flatMap((result, place) =>
      result.status === 'rejected'
        ? [{ message: messageOf(result.reason), fileName: list[place]?.name ?? '' }]
        : [],
    )
    setErrors(failed)
    if (failed.length > 0) return null
    return sent.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  }

  return { progress, isLoading, errors, filesNumber, upload }
}

function messageOf(reason: unknown): string {
  if (reason instanceof Error && reason.message) return reason.message
  return 'The file did not arrive. Please try again.'
}
