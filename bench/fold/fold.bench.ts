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
import { DAYS, FIRST_DAY, factId, makeAccounts, makeModel } from './make-accounts.ts'

/**
 * A year of days for 10 K accounts and 19.3 M fact rows, from memory: the fold and the judge alone, without the store. A thousand accounts are made and gone
 * through ten times. Usage:
 * npx rolldown bench/fold/fold.bench.ts --platform node --format esm -o /tmp/fold.mjs && node /tmp/fold.mjs [share of late rows]
 */
const ROWS = 1_930
const ROUNDS = Number(process.env.ROUNDS ?? 10)
const late = Number(process.argv[2] ?? 0.01)
const accounts = makeAccounts(1_000, ROWS, late)
const days = { from: FIRST_DAY, to: FIRST_DAY + DAYS - 1 }

for (const withMembers of [false, true]) {
  const model = makeModel(withMembers)
  const plan = planFold({ model, factId })
  const space = makeFoldSpace(plan, { judgesMembers: false })
  const smaller = planFold({ model, factId, only: referenceNodes(plan) })
  const smallerSpace = makeFoldSpace(smaller, { judgesMembers: false })
  const label = `${model.graph.account.length} quantities${withMembers ? ' with 20 members each' : ''}`

  let start = process.cpuUsage()
  const draft = openReference(plan, days)
  for (let round = 0; round < ROUNDS; round++) {
    for (const account of accounts) {
      const folded = foldAccount({ plan: smaller, space: smallerSpace, ...account, days, view: 'decision' })
      collectReference(draft, folded, smallerSpace.account.lanes)
    }
  }
  const reference = readReference(closeReference(draft))
  report(`references, ${label}`, cpuMs(start))

  start = process.cpuUsage()
  for (let round = 0; round < ROUNDS; round++) {
    for (const account of accounts) foldAccount({ plan, space, ...account, days, view: 'decision', reference })
  }
  report(`fold, ${label}`, cpuMs(start))

  start = process.cpuUsage()
  let transitions = 0
  for (let round = 0; round < ROUNDS; round++) {
    for (const account of accounts) {
      const fold = { plan, space, ...account, days, view: 'decision', reference } as const
      const judged = judgeAccount({
        model,
        fold,
        momentSpace: null,
        stateOf: () => undefined,
        events: [],
        factId,
        actorKey: String,
      })
      transitions += judged.transitions.length
    }
  }
  report(`fold and judge 20 signals, ${label} (${transitions} transitions)`, cpuMs(start))
}

/** Processor time rather than the clock's: other work on the machine does not count. */
function cpuMs(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

function report(what: string, ms: number): void {
  const rows = (ROUNDS * accounts.length * ROWS) / 1e6
  process.stdout.write(
    `${(ms / 1000).toFixed(2)} s  ${(rows / (ms / 1000)).toFixed(1)} M rows/s  ${what}; rss ${Math.round(process.memoryUsage.rss() / 1e6)} MB\n`,
  )
}
