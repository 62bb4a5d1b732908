import type { Outreach, Playbook } from '../../../config/playbooks/playbook.ts'
import type { Millis } from '../../../core/time.ts'
import { isNeverContacted, NEVER_CONTACT } from '../../../playbooks/never-contact.ts'
import { assignUnit } from '../../../stats/experiments/assign-unit.ts'
import { readExperiments, readExposedArms, writeExposures } from '../../../store/control/experiments.ts'
import type { ControlStore } from '../../../store/control/open-control-store.ts'
import { type KeptExperiment, withPlan } from '../../uplift/kept-experiment.ts'

/** Who planned what nobody planned by hand. */
export const BY_TELLTALE = 'Telltale'

/** `why`: beside a lot of the playbook's own, why an account is left alone. */
export type Assigned = { readonly arm: Arm; readonly why: string | null }
type Arm = 'treated' | 'holdout'

type Assigning = { readonly accounts: readonly string[]; readonly at: Millis; readonly outreach: Outreach }

/**
 * The arms of accounts in a playbook, noted as exposures in both arms before anything is decided. Everybody is treated while no experiment of the playbook's is planned, or
 * the arms of it are the product's. An account that was exposed before keeps its arm. Who is never contacted is in no arm of a playbook's own, but in that of all together.
 */
export async function assignArms(
  tx: ControlStore,
  playbook: Pick<Playbook, 'key' | 'holdout' | 'byDefault'>,
  { accounts, at, outreach }: Assigning,
): Promise<ReadonlyMap<string, Assigned>> {
  const own = [...new Set(accounts)].filter((account) => account !== '')
  const never = new Set(own.filter((account) => isNeverContacted(outreach, account)))
  const isAlone = sendsByItself(playbook)
  if (isAlone) await exposeToAll(tx, { accounts: own, at, outreach })
  const name = experimentOf(playbook)
  const running = name === null ? null : await runningExperiment(tx, name)
  const drawn = own.filter((account) => !never.has(account))
  const arms =
    running === null || running.kept.control !== null ? new Map<string, Arm>() : await expose(tx, running, drawn, at)
  return new Map(
    own.map((account) => {
      if (isAlone && never.has(account)) return [account, NEVER]
      return [account, { arm: arms.get(account) ?? 'treated', why: null }]
    }),
  )
}

const NEVER: Assigned = { arm: 'holdout', why: 'it is never contacted' }

/** Nothing in it asks people to act: without its messages there is nothing left of it. */
export function sendsByItself({ byDefault }: Pick<Playbook, 'byDefault'>): boolean {
  return byDefault === 'automated' || byDefault === 'no goal' || byDefault === 'failed payment'
}

/** The experiment by which some are left alone, planned or not; null: nobody is, whatever is planned. */
export function experimentOf({
  key,
  holdout,
  byDefault,
}: Pick<Playbook, 'key' | 'holdout' | 'byDefault'>): string | null {
  if (holdout === 'off') return null
  if (holdout !== null) return holdout.experiment
  return byDefault === 'automated' ? key : null
}

/** The latest version of a name, while it has not ended. */
export async function runningExperiment(tx: ControlStore, name: string): Promise<KeptExperiment | null> {
  const stored = (await readExperiments(tx, name)).at(-1)
  return stored === undefined || stored.endedAt !== null ? null : withPlan(stored)
}

/** @returns the arm of each one's first exposure */
async function expose(
  tx: ControlStore,
  { name, version, kept: { plan } }: KeptExperiment,
  accounts: readonly string[],
  at: Millis,
): Promise<Map<string, Arm>> {
  const arms = new Map(await readExposedArms(tx, { name, version }, accounts))
  const fresh = accounts.filter((account) => !arms.has(account))
  const exposures = fresh.map((account) => {
    const arm = assignUnit({ experiment: plan.experiment, salt: plan.salt, unit: account }, plan.holdout)
    return { account, arm, at }
  })
  await writeExposures(tx, { name, version }, exposures)
  for (const { account, arm } of exposures) arms.set(account, arm)
  return arms
}

/** What all playbooks together bring, by those whom none contacts; only while the plan is of the lot that is drawn now. */
async function exposeToAll(tx: ControlStore, { accounts, at, outreach: { neverContact } }: Assigning): Promise<void> {
  if (neverContact === null) return
  const running = await runningExperiment(tx, NEVER_CONTACT)
  if (running === null) return
  const { salt, holdout } = running.kept.plan
  if (salt === neverContact.salt && holdout === neverContact.share) await expose(tx, running, accounts, at)
}
