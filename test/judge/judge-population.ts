import { compileModel } from '../../src/config/compile/compile-model.ts'
import type { Config } from '../../src/config/define-config.ts'
import type { FactKey } from '../../src/config/fact-key.ts'
import type { Model } from '../../src/config/model.ts'
import { MS_PER_DAY } from '../../src/core/time.ts'
import type { Reference } from '../../src/fold/entity.ts'
import { foldAccount } from '../../src/fold/fold-account.ts'
import { makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import {
  closeReference,
  collectReference,
  openReference,
  readReference,
  referenceNodes,
} from '../../src/fold/reference/collect-reference.ts'
import { judgeAccount } from '../../src/judge/judge-account.ts'
import type { JudgedState, JudgedTransition } from '../../src/judge/judge-input.ts'
import type { SignalState } from '../../src/judge/signal-state.ts'
import { blockOf, type Row, timelineOf } from '../fold/build-fold.ts'

/** Accounts as daily counts of one event: entry i is that of day `start + i`. They are first seen with their first event. */
export type Population = {
  readonly config: Config
  readonly event: string
  readonly start: number
  readonly accounts: readonly ArrayLike<number>[]
}

export type JudgedPopulation = {
  readonly transitions: readonly JudgedTransition[]
  readonly states: readonly JudgedState[]
}

/** Judges accounts from memory over all their days, as the product does: first what they share on each day, then each of them. */
export function judgePopulation(population: Population): JudgedPopulation[] {
  const prepared = prepare(population)
  const days = { from: population.start, to: population.start + population.accounts[0]!.length - 1 }
  const reference = shareDays(prepared, days)
  return prepared.inputs.map((input) => judgeOne(prepared, { input, days, reference, states: new Map() }))
}

/** The same, one day at a time from kept states, and with what is shared read anew each day. */
export function liveThrough(population: Population): JudgedTransition[][] {
  const prepared = prepare(population)
  const lived = prepared.inputs.map((): JudgedTransition[] => [])
  const kept = prepared.inputs.map(() => new Map<string, SignalState>())
  for (let i = 0; i < population.accounts[0]!.length; i++) {
    const days = { from: population.start + i, to: population.start + i }
    const reference = shareDays(prepared, days)
    prepared.inputs.forEach((input, account) => {
      const { transitions, states } = judgeOne(prepared, { input, days, reference, states: kept[account]! })
      lived[account]!.push(...transitions.map((one) => ({ ...one })))
      for (const { signal, state } of states) {
        if (state === null) kept[account]!.delete(signal)
        else kept[account]!.set(signal, JSON.parse(JSON.stringify(state)))
      }
    })
  }
  return lived
}

function prepare({ config, event, start, accounts }: Population) {
  const { model, problems } = compileModel(config)
  if (model === null) throw new Error(JSON.stringify(problems))
  const factId = (key: FactKey) => (key === `name:${event}` ? 1 : undefined)
  const plan = planFold({ model, factId })
  const small = planFold({ model, factId, only: referenceNodes(plan) })
  const inputs = accounts.map((counts, i) => {
    const rows = Array.from(counts).flatMap((n, day): Row[] =>
      n > 0 ? [{ fact: 1, actor: 1, day: start + day, n }] : [],
    )
    const block = blockOf(rows)
    const born =
      (start +
        Math.max(
          0,
          Array.from(counts).findIndex((n) => n > 0),
        )) *
      MS_PER_DAY
    const timeline = timelineOf({ account: i + 1, firstSeen: born, seen: [{ ts: born, knownAt: born }], heardAt: born })
    return { block, start: 0, end: block.rows, timeline }
  })
  const spaces = {
    all: makeFoldSpace(plan, { judgesMembers: false }),
    small: makeFoldSpace(small, { judgesMembers: false }),
  }
  return { model, factId, plan, small, inputs, spaces }
}

type Prepared = ReturnType<typeof prepare>
type Days = { readonly from: number; readonly to: number }

function shareDays({ plan, small, inputs, spaces }: Prepared, days: Days): Reference {
  const draft = openReference(plan, days)
  const folded = { from: days.from - 1, to: days.to }
  for (const input of inputs) {
    const account = foldAccount({ ...input, plan: small, space: spaces.small, days: folded, view: 'decision' })
    collectReference(draft, account, spaces.small.account.lanes)
  }
  return readReference(closeReference(draft))
}

type One = {
  readonly input: Prepared['inputs'][number]
  readonly days: Days
  readonly reference: Reference
  readonly states: ReadonlyMap<string, SignalState>
}

function judgeOne(
  { model, factId, plan, spaces }: Prepared,
  { input, days, reference, states }: One,
): JudgedPopulation {
  const { transitions, states: after } = judgeAccount({
    model: model as Model,
    fold: { ...input, plan, space: spaces.all, days, view: 'decision', reference },
    momentSpace: null,
    stateOf: (signal) => states.get(signal),
    events: [],
    factId,
    actorKey: String,
  })
  return { transitions, states: after }
}
