import { describe, expect, it } from 'vitest'
import { origins, startStack } from '../testing/start-stack.ts'

const stack = await startStack()
const { services, db } = stack.federation

async function publish(name: string, isPublic = true): Promise<string> {
  const object = { type: 'Article', path: '/the-oven', name }
  return services.federation.publish(db, { app: 'blog', type: 'Create', object, public: isPublic })
}

const ids: string[] = []
for (let i = 1; i <= 25; i += 1) ids.push(await publish(`Story ${i}.`))
const secret = await publish('Nobody’s business.', false)

describe('the front page', () => {
  it('tells how to follow us, and what is new, page by page', async () => {
    const browser = stack.browser()

    const first = await browser.open(`${origins.federation}/`)
    const older = /href="(\/\?before=[\w-]+)"/.exec(first.text)?.[1] ?? ''
    const second = await browser.open(older)

    const stories = (text: string) => [...text.matchAll(/Story (\d+)\./g)].map(([, n]) => Number(n))
    expect(first.text).toContain('What we did lately')
    expect(stories(first.text)).toEqual(Array.from({ length: 20 }, (_, i) => 25 - i))
    expect(stories(second.text)).toEqual([5, 4, 3, 2, 1])
    expect(second.text).not.toContain('?before=')
    expect(first.text + second.text).not.toContain('Nobody’s business')
  })
})

describe('an activity', () => {
  it('is there as ActivityStreams when it is public', async () => {
    const { statusCode, headers, body } = await stack.federation.inject(`/activities/${ids[0]}`)

    expect([statusCode, headers['content-type']]).toEqual([
      200,
      'application/activity+json; charset=utf-8',
    ])
    expect(JSON.parse(body)).toMatchObject({ type: 'Create', object: { name: 'Story 1.' } })
  })

  it.each([secret, '0190c3b4-5d8e-7c31-9f6e-2a4b7c9d1e0f', 'nonsense'])(
    'is not there otherwise',
    async (id) => {
      expect((await stack.federation.inject(`/activities/${id}`)).statusCode).toBe(404)
    },
  )
})
