import hljs from 'highlight.js/lib/common'

/** Colours code whose language is known; the classes are highlight.js's. */
export function highlightCode(container: HTMLElement): void {
  for (const code of container.querySelectorAll('pre > code[class*="language-"]')) {
    const [, language = ''] = /language-([\w+#.-]+)/.exec(code.className) ?? []
    if (!hljs.getLanguage(language)) continue
    code.innerHTML = hljs.highlight(code.textContent ?? '', { language }).value
    code.className = `language-${language} hljs`
  }
}
