/** Marks where we are in the navigation, and closes an open menu on Escape or a click elsewhere. */
export function startMenus(): void {
  markCurrentPage()
  document.addEventListener('click', (event) => {
    for (const menu of openMenus()) if (!event.composedPath().includes(menu)) menu.open = false
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of openMenus()) {
      if (menu.contains(document.activeElement)) menu.querySelector('summary')?.focus()
      menu.open = false
    }
  })
}

function openMenus(): NodeListOf<HTMLDetailsElement> {
  return document.querySelectorAll('details[data-menu][open]')
}

/** The navigation is one cached fragment for all pages, so only the browser knows where it stands. */
function markCurrentPage(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-nav] a')) {
    const { origin, pathname } = new URL(link.href)
    if (origin !== location.origin) continue
    if (pathname === location.pathname) link.ariaCurrent = 'page'
    else if (pathname !== '/' && location.pathname.startsWith(`${pathname}/`))
      link.ariaCurrent = 'true'
  }
}
