import type { AccountDetail } from '../../../contract/account.ts'
import { dayToIso } from '../../../core/time.ts'
import { foldAccount } from '../../../fold/fold-account.ts'
import type { DayRange } from '../../../store/analytic/rows.ts'
import type { Project } from '../../project.ts'
import type { AccountInput } from '../../stream-accounts.ts'
import { known } from '../known.ts'
import type { HeaderNumbers } from './kept-judged.ts'

const DAILY_MAX = 400

/** The numbers at the head of an account's page and those by day, as they were known at each close. */
export function foldClosed(
  project: Project,
  input: AccountInput,
  { from: first, to: day }: DayRange,
): Pick<AccountDetail, 'daily'> & { readonly header: HeaderNumbers } {
  const { plan, space, numbers } = project.config.standing
  const { account } = numbers
  const from = Math.max(first, day - DAILY_MAX + 1)
  const { values } = foldAccount({ plan, space, ...input, days: { from, to: day }, view: 'decision' })
  const series = (node: number): number[] => Array.from(values[node] ?? [], (value) => known(value) ?? 0)
  const at = (node: number, back = 0): number | null => known(values[node]?.[day - from - back])
  const since = at(account.daysSinceActive)
  return {
    daily: {
      from: dayToIso(from),
      active: series(account.activeToday),
      core: series(account.coreToday),
      members: series(account.activeMembersToday),
    },
    header: {
      members: at(account.members) ?? 0,
      activeMembers28: at(account.activeMembers28) ?? 0,
      activeMembers28Before: at(account.activeMembers28, 28),
      tenureDays: at(account.tenureDays),
      lastActiveDay: since === null ? null : dayToIso(day - since),
    },
  }
}
