/** Koenig ships no types: what we use of it, as it is in the release that the catalog pins. */
declare module '@tryghost/koenig-lexical' {
  import type { ComponentType, ReactNode } from 'react'

  type KoenigApi = import('./lexical-internals.ts').KoenigApi
  type KoenigNodeClass = import('./lexical-internals.ts').KoenigNodeClass

  export const KoenigComposer: ComponentType<{
    initialEditorState?: string | undefined
    nodes?: KoenigNodeClass[]
    onError: (error: unknown) => void
    fileUploader: object
    cardConfig: object
    darkMode: boolean
    isTKEnabled?: boolean
    children: ReactNode
  }>
  export const KoenigEditor: ComponentType<{
    onChange: () => void
    registerAPI: (api: KoenigApi | null) => void
    placeholderText?: string
    children?: ReactNode
  }>
  export const WordCountPlugin: ComponentType<{ onChange: (words: number) => void }>
  export const DEFAULT_NODES: KoenigNodeClass[]
}

declare module '*.css'

declare module '*.svg?raw' {
  const svg: string
  export default svg
}
