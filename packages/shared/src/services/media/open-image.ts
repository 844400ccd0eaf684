import type { Metadata, Sharp, SharpOptions } from 'sharp'
import { maxMegapixels } from './errors.ts'

/** A picture to be unpacked, if it is not too large; what is damaged is refused, not guessed at. */
export async function openImage(path: string): Promise<Sharp> {
  return (await loadSharp())(path, {
    limitInputPixels: maxMegapixels * 1e6,
    failOn: 'error',
    sequentialRead: true,
  })
}

/** What a picture says about itself; nothing is unpacked for it. */
export async function readHeader(path: string): Promise<Metadata> {
  return (await loadSharp())(path, { limitInputPixels: false }).metadata()
}

type SharpModule = (picture: string | Buffer, options: SharpOptions) => Sharp

let loaded: Promise<SharpModule> | undefined

/** With the first picture only, so that a process that gets none has 20 MB less. */
export function loadSharp(): Promise<SharpModule> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    // Every picture is opened a few times at most, and then never again.
    sharp.cache(false)
    return sharp
  })
  return loaded
}
