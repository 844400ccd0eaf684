import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { AppName } from '@rose-ash/shared/config'
import { nodeFlags, root } from './start-app.ts'

const run = promisify(execFile)

/**
 * Compiles what an app is made of, as the Dockerfile does.
 *
 * @param folder for the `codeCacheDir` of a stack.
 */
export async function compileApp(app: AppName, folder: string): Promise<void> {
  await run(process.execPath, [...nodeFlags, `apps/${app}/src/server.ts`, '--compile'], {
    cwd: root,
    env: { NODE_ENV: 'production', NODE_COMPILE_CACHE: folder },
  })
}
