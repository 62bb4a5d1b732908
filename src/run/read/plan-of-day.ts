import type { ConfigOf } from '../../contract/values.ts'
import type { Day } from '../../core/time.ts'
import { modelInForceAt } from '../../store/control/config-versions.ts'
import { planModel } from '../plan-model.ts'
import type { Planned } from '../planned.ts'
import type { Project } from '../project.ts'

/** The config in force at the close of a day. `unreadable`: it was kept by a build whose models have another shape. */
export async function planOfDay(project: Project, day: Day): Promise<Planned | 'unreadable'> {
  const model = await modelInForceAt(project.control, project.zone.startOf(day + 1))
  if (model === 'unreadable') return model
  const present = project.config.judged
  return model === null || model.hash === present.model.hash ? present : planModel(model, project.store)
}

/** The config of a day, or the present one where that cannot be read any more: `configExplaining` says which. */
export async function planToExplain(project: Project, day: Day): Promise<Planned> {
  const planned = await planOfDay(project, day)
  return planned === 'unreadable' ? project.config.judged : planned
}

/** With which config a closed day is explained. */
export async function configExplaining(project: Project, day: Day): Promise<ConfigOf> {
  if (day === project.judgedDay) return 'day'
  return (await planOfDay(project, day)) === 'unreadable' ? 'now' : 'day'
}
