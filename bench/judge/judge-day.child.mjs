import { foldAccount } from '../../dist/fold/fold-account.js'
import { judgeAccount } from '../../dist/judge/judge-account.js'
import { listLedger } from '../../dist/judge/list-ledger.js'
import { definitions } from './definitions.mjs'
import { FIRST_DAY, LAST_DAY, makeAccounts } from './make-accounts.mjs'
import { factId, openShared, prepare } from './prepare.mjs'

// Usage: judge-day.child.mjs ACCOUNTS. In memory, without a store, every account its own, in pages of 500 as they would be streamed. Prints one line of JSON.
const count = Number(process.argv[2])
const PAGE = 500
const YEAR_ACCOUNTS = Math.min(count, 10_000)
const DAY = { from: LAST_DAY, to: LAST_DAY }
const BEFORE = { from: LAST_DAY - 14, to: LAST_DAY - 1 }
const YEAR = { from: FIRST_DAY, to: LAST_DAY }

const prepared = Object.fromEntries(Object.entries(definitions).map(([name, config]) => [name, prepare(config)]))
/** Processor time in ms by what it went into. */
const spent = {}
/** Of the day with signals and scores. */
const counts = { ledgers: 0, transitions: 0 }

warmUp()
shareAll()
eachPage(count, (accounts, page) => {
  closeDay('day', accounts, page)
  closeDay('onboarding', accounts, page)
  closeDay('detectors', accounts, page)
  if (page * PAGE < YEAR_ACCOUNTS) passYear(accounts, page)
})
process.stdout.write(`${JSON.stringify({ accounts: count, yearAccounts: YEAR_ACCOUNTS, spent, counts })}\n`)

/** What all accounts share, before any is judged. Of the year and of the days before the last one it is only prepared. */
function shareAll() {
  const before = { from: BEFORE.from, to: LAST_DAY }
  const drafts = Object.entries(prepared).map(([name, one]) => ({
    ...{ name, one, last: openShared(one, DAY), first: openShared(one, name === 'scores' ? YEAR : before) },
  }))
  eachPage(count, (accounts) => {
    for (const { name, last } of drafts) timed(`${name} shared`, () => accounts.forEach(last.add))
    for (const { first } of drafts) accounts.forEach(first.add)
  })
  for (const { name, one, last, first } of drafts) {
    one.before = first.close()
    timed(`${name} shared`, () => {
      one.reference = last.close()
    })
  }
}

/** One close: the fold alone and fold with judgement, in turns, from the states of the close before. */
function closeDay(name, accounts, page) {
  const one = prepared[name]
  const states = accounts.map((account) => statesBefore(one, account))
  const fold = () => timed(`${name} fold alone`, () => foldAll(one.alone, accounts, { days: DAY, reference: null }))
  const judge = () =>
    timed(`${name} fold and judge`, () => judgeAll(one, accounts, { states, counted: name === 'day' }))
  if (page % 2 === 0) fold()
  judge()
  if (page % 2 === 1) fold()
}

function judgeAll(one, accounts, { states, counted }) {
  accounts.forEach((account, at) => {
    const own = states[at]
    const judged = judgeOne(one, account, { days: DAY, reference: one.reference, stateOf: (signal) => own.get(signal) })
    const ledgers = openCrossed(one, judged)
    if (!counted) return
    counts.transitions += judged.transitions.length
    counts.ledgers += ledgers
  })
}

/** Whoever enters another band comes with the score opened into lines. */
function openCrossed({ model, reference }, { folded, transitions }) {
  let opened = 0
  for (const { signal, what } of transitions) {
    if (signal.subject !== 'band' || what !== 'opened') continue
    const score = model.scores.find(({ key }) => signal.key.startsWith(`${key}.`))
    if (score === undefined) continue
    openLedger(model, score, { scope: { entity: folded, reference, referenceLag: 0 }, at: 0 })
    opened += 1
  }
  return opened
}

function openLedger(model, score, where) {
  const { value, lines } = listLedger(model, score, where)
  if (value !== null && value !== lines.reduce((sum, { points }) => sum + points, 0))
    throw new Error('a ledger does not add up')
}

/** A year of days: the quantities that scores are made of, and the same with six scores. */
function passYear(accounts, page) {
  const { alone, full, before } = prepared.scores
  const fold = () => timed('year fold alone', () => foldAll(alone, accounts, { days: YEAR, reference: null }))
  const scores = () => timed('year with scores', () => foldAll(full, accounts, { days: YEAR, reference: before }))
  if (page % 2 === 0) fold()
  scores()
  if (page % 2 === 1) fold()
  timed('year with bands judged', () => {
    for (const account of accounts)
      judgeOne(prepared.scores, account, { days: YEAR, reference: before, stateOf: () => undefined, goesOn: false })
  })
}

function foldAll({ plan, space }, accounts, given) {
  for (const account of accounts) foldAccount({ ...account, plan, space, view: 'decision', lookBack: false, ...given })
}

function judgeOne({ model, full }, account, { days, reference, stateOf, goesOn = true }) {
  return judgeAccount({
    ...{ model, momentSpace: null, events: [], factId, actorKey: String, goesOn },
    fold: { ...account, ...full, days, view: 'decision', reference },
    stateOf: (signal, person) => (person === null ? stateOf(signal) : undefined),
  })
}

/** The states at the close before the last day, as two weeks leave them. */
function statesBefore(one, account) {
  const given = { days: BEFORE, reference: one.before, stateOf: () => undefined, goesOn: false }
  const { states } = judgeOne(one, account, given)
  return new Map(states.flatMap(({ signal, state }) => (state === null ? [] : [[signal, state]])))
}

/** The same work on a few accounts, of which nothing is kept: compiled code is what is measured. */
function warmUp() {
  const accounts = makeAccounts(PAGE)
  for (const one of Object.values(prepared)) {
    const shared = openShared(one, { from: BEFORE.from, to: LAST_DAY })
    accounts.forEach(shared.add)
    one.reference = shared.close()
    one.before = one.reference
  }
  const year = openShared(prepared.scores, YEAR)
  accounts.forEach(year.add)
  prepared.scores.before = year.close()
  for (let round = 0; round < 2; round++) {
    for (const name of ['day', 'onboarding', 'detectors']) closeDay(name, accounts, round)
    passYear(accounts.slice(0, 100), round)
  }
  for (const key of Object.keys(spent)) delete spent[key]
  for (const key of Object.keys(counts)) counts[key] = 0
}

function eachPage(of, visit) {
  for (let page = 0; page * PAGE < of; page++) visit(makeAccounts(Math.min(PAGE, of - page * PAGE), page * PAGE), page)
}

/** Processor time, the collector's too: other work on the machine does not count. */
function timed(name, run) {
  const start = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(start)
  spent[name] = (spent[name] ?? 0) + (user + system) / 1000
}
