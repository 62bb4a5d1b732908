import { dayOfTime } from '../../core/day-of-time.ts'
import type { Day } from '../../core/time.ts'
import { traitOf } from '../../ingest/trait-table.ts'
import type { Project } from '../project.ts'

/** Accounts whose contract ends on one of the days behind `after`, up to `to`, by what is known now; in the order of their keys. */
export function listRenewing(
  { zone, config, applier, store }: Project,
  { after, to }: { readonly after: Day; readonly to: Day },
): readonly { readonly account: string; readonly on: Day }[] {
  const trait = config.judged.model.account.renewsOnTrait
  if (trait === null) return []
  const renewing = []
  for (let id = 1; id <= store.dictionary.account.size(); id++) {
    const account = store.dictionary.account.keyOf(id)
    const on = dayOfTime(traitOf(applier.attribution.accountTraits, account, trait)?.value ?? null, zone)
    if (on !== null && on > after && on <= to) renewing.push({ account, on })
  }
  return renewing.sort((a, b) => (a.account < b.account ? -1 : 1))
}
