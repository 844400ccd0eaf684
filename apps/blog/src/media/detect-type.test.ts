import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteRange } from './byte-range.ts'
import { cleanName } from '@rose-ash/shared/services/media/clean-name'
import { detectType } from '@rose-ash/shared/services/media/detect-type'
import { typeOfKey } from '@rose-ash/shared/services/media/file-types'

const bytes = (text: string) => Buffer.from(text, 'latin1')

describe('what a file is', () => {
  it.each([
    ['\xff\xd8\xff\xe0....JFIF', 'image/jpeg'],
    ['\x89PNG\r\n\x1a\n....IHDR', 'image/png'],
    ['GIF89a', 'image/gif'],
    ['RIFF....WEBPVP8 ', 'image/webp'],
    ['\0\0\0 ftypavif', 'image/avif'],
    ['\0\0\0 ftypmif1\0\0\0\0mif1avif', 'image/avif'],
    ['\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a --><svg xmlns="x">', 'image/svg+xml'],
    ['ID3\x03', 'audio/mpeg'],
    ['\xff\xfb\x90\x00', 'audio/mpeg'],
    ['RIFF....WAVEfmt ', 'audio/wav'],
    ['OggS', 'audio/ogg'],
    ['\0\0\0 ftypM4A ', 'audio/mp4'],
    ['\0\0\0 ftypisom', 'video/mp4'],
    ['\0\0\0 ftypqt  ', 'video/quicktime'],
    ['\x1a\x45\xdf\xa3', 'video/webm'],
    ['%PDF-1.7', 'application/pdf'],
    ['PK\x03\x04', 'application/zip'],
    ['<!doctype html><svg>', 'application/octet-stream'],
    ['<html><body>', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('is told by %j: %s', (head, contentType) => {
    expect(detectType(bytes(head))).toMatchObject({ contentType })
  })

  it.each(['\0\0\0 ftypheic', 'II*\0', 'BM6', '\0\0\x01\0', '8BPS'])(
    'is a picture browsers do not show, for %j',
    (head) => {
      expect(detectType(bytes(head))).toBe('unknown picture')
    },
  )

  it('is never a page or a script, whatever the bytes and the key are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.string(), (head, key) => {
        const type = detectType(Buffer.from(head))
        const told = type === 'unknown picture' ? [] : [type.contentType]
        for (const one of [...told, typeOfKey(key).contentType])
          expect(one).not.toMatch(/html|xhtml|text\/|script/)
      }),
    )
  })
})

describe('a name', () => {
  it('never leads anywhere, and is never nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const clean = cleanName(name)
        expect(clean).not.toMatch(/[/\\\p{Cc}]/u)
        expect(clean).not.toMatch(/^\.*$/)
        expect(Array.from(clean).length).toBeLessThanOrEqual(120)
      }),
    )
  })
})

describe('a part of a file', () => {
  it('always lies within it', () => {
    const number = fc.oneof(fc.constant(''), fc.nat(2_000).map(String), fc.string())
    fc.assert(
      fc.property(number, number, fc.nat(1_000), (first, last, size) => {
        const range = byteRange(`bytes=${first}-${last}`, size)
        if (typeof range !== 'object') return
        expect(range.start).toBeGreaterThanOrEqual(0)
        expect(range.start).toBeLessThanOrEqual(range.end)
        expect(range.end).toBeLessThan(size)
      }),
    )
  })
})
