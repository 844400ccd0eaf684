import { describe, expect, it } from 'vitest'
import { fitIn } from './koenig-styles.ts'

describe("Koenig's styles on our pages", () => {
  it('measure in a rem of 16 px instead of 10, in values and not in names', () => {
    const css = String.raw`.koenig-lexical .w-\[3\.2rem\]{width:3.2rem;margin:-.8rem calc(100% - 1.6rem)}`

    expect(fitIn(css)).toBe(
      String.raw`.koenig-lexical .w-\[3\.2rem\]{width:2rem;margin:-0.5rem calc(100% - 1rem)}`,
    )
  })

  it('leave the elements of our pages alone', () => {
    const css =
      '*,:before,:after,::backdrop{--tw-shadow:0 0 #0000}.container{width:100%}' +
      String.raw`@media (width>=500px){.\!container{max-width:500px!important}.container{max-width:500px}}` +
      '@media (width>=500px){.koenig-lexical .b{top:0}}.koenig-lexical .a{left:0}'

    expect(fitIn(css)).toBe(
      '.koenig-lexical,.koenig-lexical *{--tw-shadow:0 0 #0000}' +
        '@media (width>=500px){.koenig-lexical .b{top:0}}.koenig-lexical .a{left:0}',
    )
  })

  it('have our colours, in values and not in names', () => {
    const css = String.raw`.s-\[\#30cf43\]{--a:#30cf43;--b:#30cf4333;c:rgb(48 207 67/var(--o,1))}`
    const mixed = (percent: number) =>
      `color-mix(in srgb, var(--color-rose) ${percent}%, transparent)`

    expect(fitIn(css)).toBe(
      String.raw`.s-\[\#30cf43\]{--a:${mixed(100)};--b:${mixed(20)};c:${mixed(100)}}`,
    )
    expect(
      fitIn(
        '.a:is(.dark *){--tw-bg-opacity:1;background-color:rgb(35 41 47/var(--tw-bg-opacity,1))}',
      ),
    ).toBe('.a:is(.dark *){--tw-bg-opacity:1;background-color:var(--color-card)}')
  })

  it('are set in our typeface', () => {
    expect(fitIn('a{font-family:Inter,-apple-system,arial,sans-serif!important}')).toBe(
      'a{font-family:var(--font-sans)!important}',
    )
  })
})
