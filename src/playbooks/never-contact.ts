import type { Outreach } from '../config/playbooks/playbook.ts'
import { assignUnit } from '../stats/experiments/assign-unit.ts'

/** The name under which those never contacted are compared with everybody else. */
export const NEVER_CONTACT = 'never-contact'

/** Whether an account is one of those whom no playbook sends anything: by lot, and the same for as long as the salt is. */
export function isNeverContacted({ neverContact }: Pick<Outreach, 'neverContact'>, account: string): boolean {
  if (neverContact === null || account === '') return false
  const { salt, share } = neverContact
  return assignUnit({ experiment: NEVER_CONTACT, salt, unit: account }, share) === 'holdout'
}
