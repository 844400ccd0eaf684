import { fileURLToPath } from 'node:url'
import type { Rolldown } from 'vite'
import { koenigStyles } from './koenig-styles.ts'
import { namedCommands } from './named-commands.ts'

/** @returns the paths of what was written, relative to `outDir`. */
export async function bundleEditor(outDir: string): Promise<string[]> {
  // Vite goes by it, also when it builds: the image installs what is for development, and got an editor
  // that asks React for what only its development build has.
  process.env['NODE_ENV'] = 'production'
  // Loaded only when there is something to build: it takes longer than all else here.
  const { build } = await import('vite')
  const output = (await build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    base: './',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [koenigStyles(), namedCommands()],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      cssCodeSplit: false,
      rolldownOptions: {
        input: { editor: fileURLToPath(new URL('../browser/mount-editor.tsx', import.meta.url)) },
        preserveEntrySignatures: 'strict',
        output: { codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput
  return output.output.map(({ fileName }) => fileName)
}
