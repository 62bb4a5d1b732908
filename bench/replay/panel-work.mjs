import { foldAccount } from '../../dist/fold/fold-account.js'
import { planOver } from '../../dist/run/plan-model.js'
import { YEAR } from './open-filled.mjs'

/** The indicators that have a name, with their places in the model. */
export const panelNodes = (model) => model.graph.account.flatMap(({ key }, node) => (key === null ? [] : [[key, node]]))

/** What is done with each account, on whichever thread: the totals of its indicators over the year. */
export function panelWork({ model, facts }) {
  const { plan, space } = planOver(model, (key) => facts.get(key))
  const nodes = panelNodes(model).map(([, node]) => node)
  return (one) => {
    const { values } = foldAccount({ plan, space, ...one, days: YEAR, view: 'report' })
    return nodes.map((node) => total(values[node]))
  }
}

function total(values) {
  let sum = 0
  for (let i = 0; i <= YEAR.to - YEAR.from; i++) if (!Number.isNaN(values[i])) sum += values[i]
  return sum
}
