import { fileURLToPath } from 'node:url'
import type { Environment } from './schema.ts'

/** Where uploaded files lie: in a folder, or in a bucket of an S3-compatible server. */
export interface MediaSettings {
  dir: string
  s3?: { endpoint: string; region: string; bucket: string; accessKey: string; secretKey: string }
}

const usualDir = fileURLToPath(new URL('../../../../.rose-ash/media', import.meta.url))

/** A bucket needs all it can be asked with; what lacks is added to `problems`. */
export function mediaOf(env: Environment, problems: string[]): MediaSettings {
  const dir = env.MEDIA_DIR ?? usualDir
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region } = env
  const { S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = env
  if (endpoint && bucket && accessKey && secretKey) {
    return { dir, s3: { endpoint, region, bucket, accessKey, secretKey } }
  }
  const needed = {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY: accessKey,
    S3_SECRET_KEY: secretKey,
  }
  const missing = Object.entries(needed).filter(([, value]) => value === undefined)
  if (missing.length < 4) problems.push(...missing.map(([name]) => `${name}: is missing`))
  return { dir }
}
