import { createdAtKeys } from '../../config/created-at-keys.ts'
import type { Model } from '../../config/model.ts'
import { instantOfTime } from '../../core/instant-of-time.ts'
import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { Project } from '../project.ts'
import { traitAsOf } from '../read/trait-as-of.ts'
import { streamAccounts } from '../stream-accounts.ts'

/** When an account signed up, and who looks after it, as known at an instant; null: not known. */
export type Beginning = { readonly signUp: Millis | null; readonly assignee: string | null }

export type BeginningsAsked = { readonly model: Model; readonly at: Millis; readonly recordedFrom: Millis }

/** Who was there in the first days of what was recorded may have been there before. */
const UNSURE_DAYS = 7

/**
 * The beginning of every account: what its property says, else when it was first seen. Of who was there already when recording began, the latter says nothing:
 * such an account counts from then on, and its age is not known.
 */
export async function readBeginnings(
  { store, zone }: Project,
  { model, at, recordedFrom }: BeginningsAsked,
): Promise<ReadonlyMap<number, Beginning>> {
  const { assigneeTrait } = model.account
  const created = createdAtKeys(model.account)
  const timeline = {
    ...{ people: false, personTraits: [], subscriptions: false, firstSeen: true, heard: false },
    accountTraits: assigneeTrait === null ? created : [...created, assigneeTrait],
  }
  const scan = { accounts: null, days: { from: 0, to: 0 }, knownUpTo: 0, facts: [], columns: [], timeline }
  const found = new Map<number, Beginning>()
  for await (const { account, timeline: told } of streamAccounts(store, scan)) {
    const said = instantOfTime(traitAsOf(told.traits, created, at), zone)
    const seen = told.firstSeen > recordedFrom + UNSURE_DAYS * MS_PER_DAY ? told.firstSeen : null
    const assignee = assigneeTrait === null ? null : traitAsOf(told.traits, assigneeTrait, at)
    found.set(account, { signUp: said ?? seen, assignee: assignee === null ? null : String(assignee) })
  }
  return found
}
