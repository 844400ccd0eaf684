/**
 * What `SumUpCard` of SumUp's own script promises: it shows a card form in the element with this id and
 * calls back with `sent`, `invalid`, `auth-screen`, `success`, `fail` or `error`. The form is a page of
 * the sandbox in a frame, so no card number ever comes near the shop's page.
 */
export const sdk = `(() => {
  const origin = new URL(document.currentScript.src).origin
  const mounted = new Map()
  window.addEventListener('message', ({ source, data, origin: from }) => {
    const one = [...mounted.values()].find(({ frame }) => frame.contentWindow === source)
    if (!one || from !== origin || !data || data.sumup !== 'card') return
    if (data.type === 'load') one.settings.onLoad?.()
    else one.settings.onResponse?.(data.type, data.body)
  })
  window.SumUpCard = {
    mount(settings) {
      const place = document.getElementById(settings.id)
      if (!place) throw new Error('There is no element with the id ' + settings.id)
      const frame = document.createElement('iframe')
      frame.src = origin + '/widget/c-' + encodeURIComponent(settings.checkoutId)
      frame.title = 'Pay by card'
      frame.width = '100%'
      frame.height = '420'
      frame.allow = 'payment'
      place.replaceChildren(frame)
      mounted.set(settings.id, { frame, settings })
      return {
        submit: () => frame.contentWindow.postMessage({ sumup: 'submit' }, origin),
        unmount: () => {
          mounted.delete(settings.id)
          frame.remove()
        },
      }
    },
  }
})()
`
