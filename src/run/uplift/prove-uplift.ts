import { measureUplift, type UpliftProof } from '../../proof/uplift/measure-uplift.ts'
import type { UpliftCosts } from '../../proof/uplift/value-uplift.ts'
import { readExposures } from '../../store/control/experiments.ts'
import type { Project } from '../project.ts'
import type { Proving } from '../prove/proving.ts'
import type { ExposedAccount } from './exposed-account.ts'
import { type GatheredUnits, gatherUnits } from './gather-units.ts'
import type { KeptExperiment } from './kept-experiment.ts'
import { readViewed } from './read-viewed.ts'

/** What an experiment has shown, who was exposed, and who is in no arm. `mixed`: they saw several variations. */
export type ProvedUplift = Pick<GatheredUnits, 'merged' | 'unknown'> & {
  readonly proof: UpliftProof
  readonly exposed: readonly ExposedAccount[]
  readonly mixed: number
}

/** @throws unknown_name, the reason of `stop` */
export async function proveUplift(
  project: Project,
  experiment: KeptExperiment,
  { costs, proving }: { readonly costs: UpliftCosts | null; readonly proving: Proving },
): Promise<ProvedUplift> {
  const { plan } = experiment.kept
  const { exposed, mixed } = await readExposed(project, experiment)
  const { units, merged, unknown } = await gatherUnits(project, { plan, exposed, proving })
  return { proof: measureUplift(plan, units, costs), exposed, mixed, merged, unknown }
}

async function readExposed(
  project: Project,
  { name, version, kept: { control } }: KeptExperiment,
): Promise<{ readonly exposed: readonly ExposedAccount[]; readonly mixed: number }> {
  if (control !== null) return readViewed(project, { name, control })
  const logged = await readExposures(project.control, { name, version })
  // Where no delivery was ever noted, nobody notes them.
  const notes = logged.some(({ deliveredAt }) => deliveredAt !== null)
  return { exposed: logged.map((one) => ({ ...one, delivered: notes ? one.deliveredAt !== null : null })), mixed: 0 }
}
