import type { AccountPartDeps } from '../../../contract/account-parts/account-part-deps.ts'
import type { Project } from '../../project.ts'
import { readAccountFeatures } from './read-account-features.ts'
import { readAccountLimits } from './read-account-limits.ts'
import { readAccountOutreach } from './read-account-outreach.ts'
import { readAccountPayments } from './read-account-payments.ts'

/** Parts of the page of an account that are asked for by themselves. */
export function accountPartDeps(project: Project): AccountPartDeps {
  return {
    getAccountOutreach: (account, query) => readAccountOutreach(project, account, query),
    getAccountLimits: (account, query) => readAccountLimits(project, account, query),
    getAccountPayments: (account, query) => readAccountPayments(project, account, query),
    getAccountFeatures: (account, query, stop) => readAccountFeatures(project, account, { ...query, stop }),
  }
}
