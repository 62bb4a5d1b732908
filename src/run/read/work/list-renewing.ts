import { placeIn } from '../../../core/place-in.ts'
import type { Day } from '../../../core/time.ts'
import type { WorkAccount } from '../../../worklist/task.ts'

const RENEWAL_DAYS = 90

export type RenewingAccount = WorkAccount & { readonly renewsOn: Day }

/** Those of the accounts that renew within 90 days, the next first. */
export function listRenewing(accounts: readonly WorkAccount[], today: Day): RenewingAccount[] {
  return accounts.filter((account) => renewsSoon(account, today)).sort(byDay)
}

/** Puts an account, if it renews soon, where it belongs among those that do; `before`: what it was like. */
export function replaceRenewing(
  renewing: RenewingAccount[],
  today: Day,
  { before, after }: { readonly before: WorkAccount | undefined; readonly after: WorkAccount },
): void {
  const placeOf = (account: RenewingAccount) => placeIn(renewing, (one) => byDay(one, account) < 0)
  if (before !== undefined && renewsSoon(before, today)) renewing.splice(placeOf(before), 1)
  if (renewsSoon(after, today)) renewing.splice(placeOf(after), 0, after)
}

function renewsSoon(account: WorkAccount, today: Day): account is RenewingAccount {
  return account.renewsOn !== null && account.renewsOn >= today && account.renewsOn - today <= RENEWAL_DAYS
}

function byDay(a: RenewingAccount, b: RenewingAccount): number {
  return a.renewsOn - b.renewsOn || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}
