import type { Day } from '../../core/time.ts'
import type { FoldPlan } from './fold-plan.ts'

/** The first day whose facts the numbers of day `from` on can depend on; 0 where one reads the whole past. */
export function firstDayRead({ account, member }: FoldPlan, from: Day): Day {
  return account.unbounded || member.unbounded ? 0 : Math.max(0, from - Math.max(account.lookback, member.lookback))
}
