import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './at-end.ts'
import { checkWayFor } from './closed-folder.ts'

const folder = temporaryFolder('rose-ash-way')
const below = join(folder, 'checkout', 'data')
mkdirSync(below, { recursive: true })

describe('the way to PostgreSQL for root', () => {
  it('must be open to others, and the error names the folder that is not', () => {
    chmodSync(folder, 0o700)

    expect(() => checkWayFor([join(below, 'not-there-yet')], 0)).toThrow(
      `may not enter ${folder}. Check the project out somewhere else`,
    )
    chmodSync(folder, 0o711)
    expect(() => checkWayFor([below], 0)).not.toThrow()
  })

  it('does not matter to anybody else', () => {
    chmodSync(folder, 0o700)

    expect(() => checkWayFor([below], 1000)).not.toThrow()
  })
})
