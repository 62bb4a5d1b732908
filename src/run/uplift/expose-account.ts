import type { Exposure, ExposureRequest } from '../../contract/experiments.ts'
import { telltaleError } from '../../core/errors.ts'
import { assignUnit } from '../../stats/experiments/assign-unit.ts'
import { noteDelivery, readExposures, writeExposures } from '../../store/control/experiments.ts'
import type { Project } from '../project.ts'
import { experimentNamed } from './kept-experiment.ts'

/**
 * Logs that an account was triggered, in whichever arm, and says which: to be called before anything is delivered, in both arms alike. Called again it gives the same
 * answer. null: there is no such account. @throws unknown_name, bad_argument
 */
export async function exposeAccount(
  { control, store, clock }: Project,
  name: string,
  { account, delivered }: ExposureRequest,
): Promise<Exposure | null> {
  const experiment = await experimentNamed(control, name)
  const { plan, control: variation } = experiment.kept
  if (variation !== null) throw refuse(name, 'one whose arms Telltale decides: the product decides those of this one')
  if (store.dictionary.account.idOf(account) === undefined) return null
  const of = { name, version: experiment.version, account }
  const [before] = await readExposures(control, of)
  if (before === undefined) {
    if (experiment.endedAt !== null) throw refuse(name, 'one that has not ended')
    const arm = assignUnit({ experiment: plan.experiment, salt: plan.salt, unit: account }, plan.holdout)
    await writeExposures(control, of, [{ account, arm, at: clock.now() }])
  }
  if (delivered === true) await noteDelivery(control, of, clock.now())
  const [logged] = await readExposures(control, of)
  return {
    ...{ account, arm: logged!.arm, at: new Date(logged!.at).toISOString() },
    ...{ first: before === undefined, delivered: logged!.deliveredAt !== null },
  }
}

function refuse(name: string, expected: string): Error {
  return telltaleError('bad_argument', { argument: 'experiment', value: JSON.stringify(name.slice(0, 80)), expected })
}
