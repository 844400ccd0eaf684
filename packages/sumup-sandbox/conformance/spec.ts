import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { SumupSpec } from './sumup-spec.ts'

/** SumUp's specification, or undefined when the folder that has it was not given. */
export const spec = loadSpec()

function loadSpec(): SumupSpec | undefined {
  const folder = process.env.ROSE_ASH_SHARED
  if (folder === undefined) return undefined
  const file = join(folder, 'specs', 'sumup-openapi.json')
  return new SumupSpec(JSON.parse(readFileSync(file, 'utf8')))
}
