import { Refusal } from '../../errors/index.ts'

const maxMegabytes = 50
/** Of one file. */
export const maxBytes = maxMegabytes * 1_024 * 1_024
/** Of one drawing (SVG): it is read as a whole, while everybody else waits. */
export const maxDrawingBytes = 1_000_000
/** In millions; what unpacks to more is not unpacked at all. */
export const maxMegapixels = 100

/** The file is larger than the library takes. */
export class FileTooLarge extends Refusal {
  constructor(name: string) {
    const what = `“${name}” is larger than ${maxMegabytes} MB. Make it smaller, then send it again.`
    super('file_too_large', 413, what)
  }
}

/** The picture has more pixels than the library unpacks. */
export class TooManyPixels extends Refusal {
  constructor(name: string) {
    const limit = `“${name}” has more than ${maxMegapixels} million pixels.`
    super('too_many_pixels', 422, `${limit} Save it in a smaller size, then send it again.`)
  }
}

/** The picture ends too early, or says nonsense. */
export class BrokenPicture extends Refusal {
  constructor(name: string, cause?: unknown) {
    const what = `“${name}” is damaged or only half there.`
    super('broken_picture', 422, `${what} Open it on your device, save it again, and send that.`)
    this.cause = cause
  }
}

/** The drawing has more in it than we read through. */
export class DrawingTooLarge extends Refusal {
  constructor(name: string) {
    const what = `The drawing “${name}” is larger than 1 MB.`
    super('drawing_too_large', 413, `${what} Save it as PNG, then send it again.`)
  }
}

/** A kind of picture that browsers cannot show. */
export class UnknownPicture extends Refusal {
  constructor(name: string) {
    const what = `Browsers cannot show a picture such as “${name}”.`
    super('unknown_picture', 415, `${what} Save it as JPEG, PNG or WebP, then send it again.`)
  }
}

/** The name says one thing and the bytes another. */
export class NotWhatItSays extends Refusal {
  constructor(name: string) {
    const what = `“${name}” is not what its name says.`
    super('not_what_it_says', 415, `${what} Open it on your device to see what it is.`)
  }
}

/** Nothing was sent, or nothing in it. */
export class EmptyFile extends Refusal {
  constructor(name: string) {
    super('empty_file', 422, `“${name}” is empty. Choose another file.`)
  }
}
