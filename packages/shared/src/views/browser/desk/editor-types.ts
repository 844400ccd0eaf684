/** What `@rose-ash/editor` exports; its module is loaded from an address that the page names. */
export interface Editor {
  read(): unknown
  focus(): void
  wordCount(): number
}

export interface EditorModule {
  mountEditor(element: HTMLElement, options: object): Promise<Editor>
}
