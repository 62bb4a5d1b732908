import { compileModel } from '../../dist/config/compile/compile-model.js'
import { conditionNeeds } from '../../dist/config/expr-needs.js'
import { foldAccount } from '../../dist/fold/fold-account.js'
import { makeFoldSpace } from '../../dist/fold/fold-space.js'
import { planFold } from '../../dist/fold/plan/plan-fold.js'
import {
  closeReference,
  collectReference,
  openReference,
  readReference,
  referenceNodes,
} from '../../dist/fold/reference/collect-reference.js'
import { FOLDED_BEFORE } from '../../dist/fold/reference/collect-shared.js'
import { FACTS } from './make-accounts.mjs'

export const factId = (key) => FACTS.get(key)

/** Plans of a configuration: all of it; what its accounts share; and the fold alone, which has the same quantities without what judges them. */
export function prepare(config) {
  const { model, problems } = compileModel(config)
  if (model === null) throw new Error(JSON.stringify(problems))
  const full = planFold({ model, factId })
  return {
    model,
    full: withSpace(full),
    shared: withSpace(planFold({ model, factId, only: referenceNodes(full) })),
    alone: withSpace(planFold({ model, factId, only: quantitiesOf(model) })),
    reference: null,
  }
}

const withSpace = (plan) => ({ plan, space: makeFoldSpace(plan, { judgesMembers: false }) })

/** What signals compare and what scores are made of, but no score, no completeness, no step of onboarding and nothing that a detector works out. */
function quantitiesOf(model) {
  const nodes = model.graph.account
  const compared = model.signals.flatMap((signal) =>
    [signal.for, signal.when, signal.until].flatMap((one) =>
      one === null ? [] : conditionNeeds(one, 'account').nodes,
    ),
  )
  const parts = model.scores.flatMap((score) => score.parts.map(({ of }) => ({ level: 'account', node: of })))
  return [...compared, ...parts].flatMap(({ node }) =>
    JUDGING.has(nodes[node].expr.kind) ? [] : [{ level: 'account', node }],
  )
}

const JUDGING = new Set(['score', 'completeness', 'usual', 'common-factor', 'expected', 'against', 'chance', 'silence'])

/** What all accounts share, collected account by account. */
export function openShared({ full, shared }, days) {
  if (referenceNodes(full.plan).length === 0) return { add: () => undefined, close: () => null }
  const draft = openReference(full.plan, days)
  const { plan, space } = shared
  const folded = { from: days.from - FOLDED_BEFORE, to: days.to }
  return {
    add: (account) =>
      collectReference(
        draft,
        foldAccount({ ...account, plan, space, days: folded, view: 'decision' }),
        space.account.lanes,
      ),
    close: () => readReference(closeReference(draft)),
  }
}
