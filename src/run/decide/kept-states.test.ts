import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { DEFAULT_STATE } from '../../judge/signal-state.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import { commitJudgement } from '../../store/control/commit-judgement.ts'
import { openControlStore } from '../../store/control/open-control-store.ts'
import { streamStates } from './kept-states.ts'

it('states come two hundred accounts that have some at a time: of the next ones nothing is read before they are asked for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'states-'))
  const control = await openControlStore(folder)
  onTestFinished(async () => {
    await control.destroy()
    rmSync(folder, { recursive: true })
  })
  const keys = Array.from({ length: 450 }, (_, i) => `a${i + 1}`)
  const size = () => keys.length
  const ids = new Map(keys.map((key, i) => [key, i + 1]))
  const account = { size, keyOf: (id: number) => keys[id - 1]!, idOf: (key: string) => ids.get(key) }
  const store = { dictionary: { account } } as unknown as AnalyticStore
  const withStates = [...keys.keys()].slice(1, 201).concat(450)
  await commitJudgement(control, {
    states: withStates.map((id) => ({
      ...{ signal: 'quiet', entity: { level: 'account', account: `a${id}` } },
      state: { ...DEFAULT_STATE, ordinal: id },
    })),
    ...{ transitions: [], judged: {}, judgedDay: null, committedAt: 0 },
  })

  const read = vi.spyOn(control, 'selectFrom')
  const found: (readonly [account: number, ordinal: number | undefined, reads: number])[] = []
  for await (const one of streamStates(control, store))
    found.push([one.account, one.states.get('quiet')?.ordinal, read.mock.calls.length])
  expect(found.map(([account]) => account)).toEqual(withStates)
  expect([found[0], found[199], found[200]]).toEqual([
    [1, 1, 2],
    [200, 200, 2],
    [450, 450, 3],
  ])
})
