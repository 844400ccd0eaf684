/**
 * Lets the switch in the footer choose between light, dark and what the system says. The choice is
 * a cookie for all six apps; the script in the head of the page applies it before the first paint.
 */
export function startThemeSwitch(): void {
  const root = document.documentElement
  const form = document.querySelector<HTMLFormElement>('[data-theme-switch]')
  if (!form) return
  const current = root.dataset['theme'] ?? 'system'
  const chosen = form.querySelector<HTMLInputElement>(`input[value="${current}"]`)
  if (chosen) chosen.checked = true
  form.hidden = false
  form.addEventListener('change', () => {
    const theme = form.querySelector<HTMLInputElement>(':checked')?.value ?? 'system'
    if (theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme
    remember(theme, form.dataset['themeSwitch'] ?? '')
  })
}

function remember(theme: string, domain: string): void {
  const lifetime = theme === 'system' ? 0 : 365 * 24 * 60 * 60
  document.cookie = `theme=${theme}; domain=${domain}; path=/; max-age=${lifetime}; samesite=lax`
}
