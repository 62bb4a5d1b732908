import type { Playbook } from '../../config/playbooks/playbook.ts'
import type { Millis } from '../../core/time.ts'
import { assignUnit } from '../../stats/experiments/assign-unit.ts'
import { readExperiments, readExposures, writeExposures } from '../../store/control/experiments.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'
import { withPlan } from '../uplift/kept-experiment.ts'

/**
 * The arm of an account in a playbook, noted as an exposure in both arms before anything is decided. Everybody is treated while no experiment of the playbook's is planned,
 * or the arms of it are the product's. An account that was exposed before keeps its arm.
 */
export async function assignArm(
  tx: ControlStore,
  { holdout }: Pick<Playbook, 'holdout'>,
  { account, at }: { readonly account: string; readonly at: Millis },
): Promise<'treated' | 'holdout'> {
  if (holdout === null || holdout === 'off' || account === '') return 'treated'
  const stored = (await readExperiments(tx, holdout.experiment)).at(-1)
  if (stored === undefined || stored.endedAt !== null) return 'treated'
  const { name, version, kept } = withPlan(stored)
  if (kept.control !== null) return 'treated'
  const [before] = await readExposures(tx, { name, version, account })
  if (before !== undefined) return before.arm
  const arm = assignUnit({ experiment: kept.plan.experiment, salt: kept.plan.salt, unit: account }, kept.plan.holdout)
  await writeExposures(tx, { name, version }, [{ account, arm, at }])
  return arm
}
