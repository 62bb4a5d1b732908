import { compileModel } from '../../dist/config/compile-model.js'
import {
  closeReference,
  collectReference,
  openReference,
  readReference,
  referenceNodes,
} from '../../dist/fold/collect-reference.js'
import { foldAccount } from '../../dist/fold/fold-account.js'
import { makeFoldSpace } from '../../dist/fold/fold-space.js'
import { planFold } from '../../dist/fold/plan-fold.js'
import { judgeAccount } from '../../dist/judge/judge-account.js'
import { definitions } from './definitions.mjs'
import { FACTS, FIRST_DAY, LAST_DAY, makeAccounts } from './make-accounts.mjs'

// Usage: judge-day.child.mjs ACCOUNTS. From memory, without the store: a few hundred accounts are made and gone through again and again. Prints one line of JSON.
const count = Number(process.argv[2])
const accounts = makeAccounts(Math.min(count, 500))
const rounds = count / accounts.length
const factId = (key) => FACTS.get(key)
const DAY = { from: LAST_DAY, to: LAST_DAY }
const YEAR = { from: FIRST_DAY, to: LAST_DAY }

const prepared = Object.fromEntries(Object.entries(definitions).map(([name, config]) => [name, prepare(config)]))
const figures = {}
for (const [name, one] of Object.entries(prepared)) {
  one.states = statesBefore(one)
  figures[name] = {
    referencesMs: timed(rounds, () => readReferences(one, DAY)),
    foldMs: timed(rounds, () => fold(one, DAY)),
    judgeMs: timed(rounds, () => judge(one, DAY)),
  }
}
// A year of days for a fifth of the accounts: what a history of scores costs beyond that of the numbers they are made of.
const years = Math.max(1, Math.round(rounds / 5))
figures.yearOfNumbersMs = timed(years, () => fold(prepared.signals, YEAR))
figures.yearOfScoresMs = timed(years, () => fold(prepared.scores, YEAR))
figures.yearOfLedgersMs = timed(years, () => judge({ ...prepared.scores, states: null }, YEAR))
process.stdout.write(`${JSON.stringify({ accounts: count, ...figures })}\n`)

function prepare(config) {
  const { model, problems } = compileModel(config)
  if (model === null) throw new Error(JSON.stringify(problems))
  const plan = planFold({ model, factId })
  const small = planFold({ model, factId, only: referenceNodes(plan) })
  const judgesMembers = false
  const one = {
    model,
    plan,
    small,
    space: makeFoldSpace(plan, { judgesMembers }),
    smallSpace: makeFoldSpace(small, { judgesMembers }),
  }
  one.reference = readReference(readReferences(one, YEAR))
  return one
}

function readReferences({ plan, small, smallSpace }, days) {
  if (referenceNodes(plan).length === 0) return []
  const draft = openReference(plan, days)
  for (const account of accounts) {
    const folded = foldAccount({
      ...account,
      plan: small,
      space: smallSpace,
      days: { from: days.from - 1, to: days.to },
      view: 'decision',
    })
    collectReference(draft, folded, smallSpace.account.lanes)
  }
  return closeReference(draft)
}

function fold({ plan, space, reference }, days) {
  for (const account of accounts)
    foldAccount({ ...account, plan, space, days, view: 'decision', reference, lookBack: false })
}

function judge({ model, plan, space, reference, states }, days) {
  accounts.forEach((account, at) => {
    const own = states?.[at]
    judgeAccount({
      ...{ model, momentSpace: null, events: [], factId, actorKey: String },
      fold: { ...account, plan, space, days, view: 'decision', reference },
      stateOf: (signal, person) => (person === null ? own?.get(signal) : undefined),
      goesOn: states !== null,
    })
  })
}

/** The states at the close before the last day. */
function statesBefore({ model, plan, space, reference }) {
  return accounts.map((account) => {
    const { states } = judgeAccount({
      ...{ model, momentSpace: null, events: [], factId, actorKey: String },
      fold: { ...account, plan, space, days: { from: FIRST_DAY, to: LAST_DAY - 1 }, view: 'decision', reference },
      stateOf: () => undefined,
    })
    return new Map(states.flatMap(({ signal, state }) => (state === null ? [] : [[signal, state]])))
  })
}

/** Processor time of so many rounds, after two that warm the code: other work on the machine does not count. */
function timed(times, run) {
  run()
  run()
  const start = process.cpuUsage()
  for (let round = 0; round < times; round++) run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}
