import type { Millis } from '../../core/time.ts'
import type { EventRow } from '../../store/analytic/rows.ts'
import type { Project } from '../project.ts'
import type { ExposedAccount } from './exposed-account.ts'

/** The event by which a product says which variation of an experiment somebody saw. */
export const VIEWED = 'Experiment Viewed'
/** Where no day is known, all are read. */
const EVER = { from: 0, to: 1_000_000 }

type Viewing = { readonly name: string; readonly control: string }
type Seen = { at: Millis; readonly arms: Set<ExposedAccount['arm']> }

/** Who saw the product's own experiment, from the first time on. Accounts whose users saw several variations are of no arm, and are counted. */
export async function readViewed(
  { store }: Project,
  viewing: Viewing,
): Promise<{ readonly exposed: ExposedAccount[]; readonly mixed: number }> {
  const scan = { accounts: null, names: [VIEWED], by: 'happened' as const, days: EVER, latest: null }
  const seen = new Map<number, Seen>()
  for await (const rows of store.scanEvents(scan)) {
    for (const row of rows) {
      const arm = row.account === 0 ? null : armOf(row, viewing)
      if (arm === null) continue
      const before = seen.get(row.account)
      if (before === undefined) seen.set(row.account, { at: row.ts, arms: new Set([arm]) })
      else {
        before.at = Math.min(before.at, row.ts)
        before.arms.add(arm)
      }
    }
  }
  const exposed: ExposedAccount[] = []
  for (const [account, { at, arms }] of seen) {
    const [arm, other] = arms
    if (other === undefined)
      exposed.push({ account: store.dictionary.account.keyOf(account), arm: arm!, at, delivered: null })
  }
  return { exposed, mixed: seen.size - exposed.length }
}

/** null: it is of another experiment, or does not say which variation. */
function armOf({ properties }: EventRow, { name, control }: Viewing): ExposedAccount['arm'] | null {
  const told = JSON.parse(properties) as Readonly<Record<string, unknown>>
  if (told.experiment_id !== name && told.experiment_name !== name) return null
  const variations = [told.variation_id, told.variation_name].filter((one) => typeof one === 'string')
  if (variations.length === 0) return null
  return variations.includes(control) ? 'holdout' : 'treated'
}
