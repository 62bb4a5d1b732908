import { factOfName } from '../../../config/fact-key.ts'
import type { MeasureRule } from '../measure-parts.ts'
import type { StoreContext } from './store-context.ts'

/** Makes a measure known to the writing of events: from here on its facts are added up live. */
export function indexMeasure(context: Pick<StoreContext, 'measures'>, rule: MeasureRule): void {
  for (const name of rule.measure.names) {
    const key = factOfName(rule.measure.call, name)
    const rules = context.measures.get(key)
    if (rules === undefined) context.measures.set(key, [rule])
    else rules.push(rule)
  }
}
