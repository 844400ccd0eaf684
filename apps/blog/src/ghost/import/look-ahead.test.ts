import { expect, it } from 'vitest'
import { lookAhead } from './look-ahead.ts'

async function* list(upTo: number, trouble?: Error) {
  for (let n = 1; n <= upTo; n += 1) yield n
  if (trouble) throw trouble
}

/** Work that ends when the test says so. */
function bench() {
  const ends = new Map<number, PromiseWithResolvers<string>>()
  const begun: number[] = []
  const begin = async (n: number): Promise<string> => {
    begun.push(n)
    const one = Promise.withResolvers<string>()
    ends.set(n, one)
    return one.promise
  }
  return { begun, begin, end: (n: number) => ends.get(n)?.resolve(`${n} done`), ends }
}

it('begins with so many at once, and hands them out in their order, whichever is ready first', async () => {
  const { begun, begin, end } = bench()
  const ahead = lookAhead(list(5), 3, begin)

  const first = await ahead.next()
  expect(begun).toEqual([1, 2, 3])
  end(3)
  end(2)
  end(1)
  expect([first.value?.row, await first.value?.work]).toEqual([1, '1 done'])
  const second = await ahead.next()
  expect(begun).toEqual([1, 2, 3, 4])
  expect([second.value?.row, await second.value?.work]).toEqual([2, '2 done'])
  const rest: number[] = []
  end(4)
  for await (const { row, work } of ahead) {
    end(5)
    rest.push(row)
    await work
  }
  expect([begun, rest]).toEqual([
    [1, 2, 3, 4, 5],
    [3, 4, 5],
  ])
})

it('tells a failure at its turn, and trouble with the list after what was read of it', async () => {
  const trouble = new Error('the list ends here')
  const rows: number[] = []
  const failures: unknown[] = []
  const begin = async (n: number) => {
    if (n === 2) throw new Error('no two')
  }

  const reading = (async () => {
    for await (const { row, work } of lookAhead(list(3, trouble), 4, begin)) {
      rows.push(row)
      await work.catch((error: unknown) => failures.push(error))
    }
  })()

  await expect(reading).rejects.toBe(trouble)
  expect(rows).toEqual([1, 2, 3])
  expect(failures).toEqual([new Error('no two')])
})

it('waits for what was begun when it is left', async () => {
  const { begun, begin, end } = bench()
  const ahead = lookAhead(list(9), 3, begin)
  await ahead.next()
  let left = false

  const leaving = (async () => {
    await ahead.return(undefined)
    left = true
  })()
  end(2)
  await Promise.resolve()
  expect(left).toBe(false)
  end(3)
  await leaving

  expect(begun).toEqual([1, 2, 3])
})
