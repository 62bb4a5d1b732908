import type { Day } from '../../../core/time.ts'
import type { WorkAccount } from '../../../worklist/task.ts'

const RENEWAL_DAYS = 90

export type RenewingAccount = WorkAccount & { readonly renewsOn: Day }

/** Those of the accounts that renew within 90 days, the next first. */
export function listRenewing(accounts: readonly WorkAccount[], today: Day): RenewingAccount[] {
  const isNear = (account: WorkAccount): account is RenewingAccount =>
    account.renewsOn !== null && account.renewsOn >= today && account.renewsOn - today <= RENEWAL_DAYS
  return accounts.filter(isNear).sort((a, b) => a.renewsOn - b.renewsOn || (a.key < b.key ? -1 : 1))
}
