import { expect, it } from 'vitest'
import { makeVisits, onceVisited } from './note-visit.ts'

it('what is worked out for who looks begins behind the first visit, and never where nobody comes', async () => {
  const done: string[] = []
  const [seen, stopped] = [new AbortController(), new AbortController()]
  const [visited, alone] = [makeVisits(), makeVisits()]
  const first = onceVisited(visited, { after: 1, stop: seen.signal }, async () => void done.push('visited'))
  const second = onceVisited(alone, { after: 1, stop: stopped.signal }, async () => void done.push('alone'))
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect([done, visited.seen]).toEqual([[], false])
  visited.note()
  visited.note()
  await first
  stopped.abort()
  await second
  expect([done, visited.seen, alone.seen]).toEqual([['visited'], true, false])
})
