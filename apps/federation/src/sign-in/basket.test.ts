import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { basketLines, baskets } from '@rose-ash/shared/db/models/cart'
import { signIn, someEmail, viewerAt } from '../testing/sign-in.ts'
import { origins, startStack } from '../testing/start-stack.ts'

const stack = await startStack()
const { blog, market } = origins
const itemId = '0190c3b4-5d8e-7c31-9f6e-2a4b7c9d1e0f'

/** A guest at the market with something in the basket. */
async function guest() {
  const browser = stack.browser()
  const { visitorId }: { visitorId: string } = JSON.parse(
    (await browser.open(`${market}/visit`)).text,
  )
  const [basket] = await stack.db.insert(baskets).values({ visitorId }).returning()
  if (!basket) throw new Error('an insert answers its row')
  const line = { basketId: basket.id, kind: 'product', itemId, quantity: 2 } as const
  await stack.db.insert(basketLines).values(line)
  return browser
}

async function basketOf(email: string) {
  return stack.db
    .select({ itemId: basketLines.itemId, quantity: basketLines.quantity })
    .from(people)
    .innerJoin(baskets, eq(baskets.personId, people.id))
    .innerJoin(basketLines, eq(basketLines.basketId, baskets.id))
    .where(eq(people.email, email))
}

it('a guest’s basket becomes the person’s, and the guest is forgotten', async () => {
  const email = someEmail()
  const browser = await guest()
  expect(await viewerAt(browser, blog)).toBe('visitor')

  await signIn(stack, browser, email)

  expect(await basketOf(email)).toEqual([{ itemId, quantity: 2 }])
  expect(browser.cookie('market.rose-ash.localhost', 'visitor')).toBeUndefined()

  await signIn(stack, await guest(), email)
  expect(await basketOf(email)).toEqual([{ itemId, quantity: 4 }])
})

it('nobody gets at a basket by making up the cookie that names it', async () => {
  const browser = await guest()
  const [visitorId = '', signature = ''] =
    browser.cookie('market.rose-ash.localhost', 'visitor')?.split('.') ?? []
  const other = '0190c3b4-5d8e-7c31-9f6e-2a4b7c9d1e0e'

  for (const forged of [visitorId, `${visitorId}.`, `${visitorId}.AAAA`, `${other}.${signature}`]) {
    const thief = stack.browser()
    thief.setParentCookie('visitor', forged)
    expect(await viewerAt(thief, market)).toBe('anonymous')
  }
})
