import type { Millis } from '../../../core/time.ts'
import type { ControlStore } from '../open-control-store.ts'
import { type StoredDelivery, toDelivery } from '../read-deliveries.ts'
import { type Enrolment, toEnrolment } from './enrolments.ts'
import type { PlaybookTask } from './playbook-sends.ts'

/** `upTo`: what came later is left out. */
type Asked = { readonly account: string; readonly upTo: Millis; readonly limit: number }

export type PastEnrolment = Enrolment & { readonly endedAt: Millis | null }

/** The account and its members in every playbook, newest first. */
export async function readEnrolmentsOf(
  db: ControlStore,
  { account, upTo, limit }: Asked,
): Promise<readonly PastEnrolment[]> {
  const rows = await db
    .selectFrom('enrolment')
    .selectAll()
    .where('account', '=', account)
    .where('entered_at', '<=', upTo)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...toEnrolment(row), endedAt: row.ended_at === null ? null : Number(row.ended_at) }))
}

export type GivenTask = PlaybookTask & { readonly id: number }

/** What playbooks asked teams to do about it, newest first. */
export async function readTasksOf(db: ControlStore, { account, upTo, limit }: Asked): Promise<readonly GivenTask[]> {
  const rows = await db
    .selectFrom('playbook_task')
    .selectAll()
    .where('account', '=', account)
    .where('at', '<=', upTo)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, at: Number(row.at) }))
}

/** Keys are of letters, digits and few signs: this comes behind all of them. */
const BEHIND = '\u007f'

/** Messages whose keys begin with one of some texts, newest first. */
export async function readDeliveriesUnder(
  db: ControlStore,
  { prefixes, upTo, limit }: Omit<Asked, 'account'> & { readonly prefixes: readonly string[] },
): Promise<readonly StoredDelivery[]> {
  const found: StoredDelivery[] = []
  for (const prefix of prefixes) {
    const rows = await db
      .selectFrom('outbox')
      .selectAll()
      .where('key', '>=', prefix)
      .where('key', '<', `${prefix}${BEHIND}`)
      .where('created_at', '<=', upTo)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    found.push(...rows.map(toDelivery))
  }
  return found.sort((a, b) => b.id - a.id).slice(0, limit)
}

export type SeenBy = { readonly acknowledged: number; readonly dismissed: number }

/** How many users have seen to messages in the product, by the key of the delivery; one that was not shown there, or is over, is not among them. */
export async function readSeen(
  db: ControlStore,
  { keys, upTo }: { readonly keys: readonly string[]; readonly upTo: Millis },
): Promise<ReadonlyMap<string, SeenBy>> {
  if (keys.length === 0) return new Map()
  const rows = await db
    .selectFrom('message')
    .leftJoin('message_end', (join) =>
      join.onRef('message_end.message', '=', 'message.id').on('message_end.at', '<=', upTo),
    )
    .select(['message.key', 'message_end.what'])
    .where('message.key', 'in', [...keys])
    .execute()
  const seen = new Map<string, { acknowledged: number; dismissed: number }>()
  for (const { key, what } of rows) {
    const own = seen.get(key) ?? { acknowledged: 0, dismissed: 0 }
    seen.set(key, own)
    if (what === 'acknowledged' || what === 'dismissed') own[what] += 1
  }
  return seen
}
