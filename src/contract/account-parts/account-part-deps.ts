import type { AccountFeatures } from './account-features.ts'
import type { AccountLimits } from './account-limits.ts'
import type { AccountOutreach, AsOfDay } from './account-outreach.ts'
import type { AccountPayments } from './account-payments.ts'

/** Parts of the page of an account that are asked for by themselves. null: there is no such account. */
export type AccountPartDeps = {
  /** What playbooks did about it. @throws bad_argument */
  readonly getAccountOutreach: (account: string, query: AsOfDay) => Promise<AccountOutreach | null>
  /** How much of its plan it uses. @throws bad_argument */
  readonly getAccountLimits: (account: string, query: AsOfDay) => Promise<AccountLimits | null>
  /** Its payments that failed. @throws bad_argument */
  readonly getAccountPayments: (account: string, query: AsOfDay) => Promise<AccountPayments | null>
  /** Which features it uses, and how many of those on the same plan do; until `stop` says to. @throws bad_argument */
  readonly getAccountFeatures: (account: string, query: AsOfDay, stop: AbortSignal) => Promise<AccountFeatures | null>
}
