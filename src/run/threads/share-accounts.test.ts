import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Thread } from '../../core/open-thread.ts'
import type { AccountTimeline, FactBlock } from '../../store/analytic/rows.ts'
import type { AccountInput } from '../stream-accounts.ts'
import { shareAccounts } from './share-accounts.ts'

/** Each account's counts; in the store's manner, all of them come in one block that is read over by the next. */
async function* streamOf(accounts: readonly (readonly number[])[], perBlock: number): AsyncGenerator<AccountInput> {
  const n = new Int32Array(64)
  const others = ['account', 'fact', 'actor', 'day', 'knownDay'].map((name) => [name, new Int32Array(64)])
  const empty = ['sum', 'firstTs', 'lastTs', 'lastValue'].map((name) => [name, new Float64Array(0)])
  const maxValue = new Float64Array(64)
  const columns = { n, maxValue, supersedes: new Uint8Array(64), ...Object.fromEntries([...others, ...empty]) }
  let end = 0
  for (let i = 0; i < accounts.length; i++) {
    if (i % perBlock === 0) end = 0
    const start = end
    for (const count of accounts[i]!) {
      n[end] = count
      maxValue[end++] = count / 2
    }
    const timeline = { account: i + 1 } as AccountTimeline
    yield { account: i + 1, timeline, block: { ...columns, rows: end } as FactBlock, start, end }
  }
}

type Told = readonly [account: number, counts: readonly number[], halves: readonly number[], sums: number]

const tell = ({ account, block, start, end }: AccountInput): Told => [
  account,
  [...block.n.subarray(start, end)],
  [...block.maxValue.subarray(start, end)],
  block.sum.length,
]

type Asking = Thread<readonly AccountInput[], readonly Told[]>

/** Answers a page after so many milliseconds, reading it only then, as a thread does. */
function slowThread(waits: readonly number[], asked: number[]): Asking {
  let last: Promise<unknown> = Promise.resolve()
  let open = 0
  return {
    ask: (page) => {
      open += 1
      const answer = last.then(async () => {
        await setTimeout(waits[asked.push(page.length) % waits.length])
        open -= 1
        return page.map(tell)
      })
      last = answer
      return answer
    },
    open: () => open,
    close: async () => {},
  }
}

it('accounts are answered in their order and each once, whatever the threads, their speed and the blocks', async () => {
  const counts = fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 6 })
  const accounts = fc.array(counts, { minLength: 40, maxLength: 150, size: 'max' })
  const waits = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(
      ...([accounts, fc.integer({ min: 1, max: 10 }), fc.array(waits, { minLength: 1, maxLength: 3 })] as const),
      async (given, perBlock, speeds) => {
        const asked: number[] = []
        const threads = speeds.map((speed) => slowThread(speed, asked))
        const answers: Told[] = []
        for await (const one of shareAccounts(streamOf(given, perBlock), { work: tell, threads })) answers.push(one)
        expect(answers).toEqual(given.map((own, i) => [i + 1, own, own.map((count) => count / 2), 0]))
        // The first pages go away; what is worked on here comes one at a time.
        expect(asked.length).toBeGreaterThanOrEqual(Math.min(2 * speeds.length, Math.floor(given.length / 16)))
        expect(new Set(asked)).toEqual(new Set([16]))
      },
    ),
    { numRuns: 40, seed: 1 },
  )
})

it('what a thread fails at is thrown when its turn comes, behind the answers before it', async () => {
  const broken: Asking = {
    ask: () => Promise.reject(new Error('no memory left')),
    open: () => 0,
    close: async () => {},
  }
  const asked: number[] = []
  const threads = [slowThread([0], asked)]
  const answers: number[] = []
  const read = async (): Promise<void> => {
    const given = Array.from({ length: 64 }, (_, i) => [i])
    const sharing = { work: tell, threads: [threads[0]!, broken] }
    for await (const [account] of shareAccounts(streamOf(given, 8), sharing)) answers.push(account)
  }
  await expect(read()).rejects.toThrow('no memory left')
  expect(asked).toEqual([16, 16])
  expect(answers).toEqual(Array.from({ length: 32 }, (_, i) => i + 1))
})
