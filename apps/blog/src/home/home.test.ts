import { expect, it } from 'vitest'
import { aPage, testDatabase } from '@rose-ash/shared/testing'
import { frontPosts } from '../posts/chosen.ts'

const { db } = await testDatabase()
const aPost = (
  title: string,
  day: number,
  featured = false,
  status: 'draft' | 'published' = 'published',
) =>
  aPage(db, {
    type: 'post',
    title,
    featured,
    status,
    publishedAt: new Date(Date.UTC(2026, 10, day)),
  })
const titles = async (limit: number) => (await frontPosts(db, limit)).map(({ title }) => title)

it('leads with the newest post, or with the newest featured one, and shows no post twice', async () => {
  await aPost('First', 1)
  await aPost('Second', 2)
  await aPost('Third', 3)
  expect(await titles(3)).toEqual(['Third', 'Second', 'First'])

  await aPost('Old and featured', 0, true)
  await aPost('Featured draft', 9, true, 'draft')
  expect(await titles(3)).toEqual(['Old and featured', 'Third', 'Second'])

  await aPost('New and featured', 4, true)
  expect(await titles(4)).toEqual(['New and featured', 'Third', 'Second', 'First'])
})
