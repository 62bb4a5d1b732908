import type { ApiDeps } from '../../contract/api-deps.ts'
import { endExperiment } from '../../store/control/experiments.ts'
import type { Project } from '../project.ts'
import { prove } from '../prove/prove.ts'
import { answerCohorts } from './answer-cohorts.ts'
import { answerUplift } from './answer-uplift.ts'
import { exposeAccount } from './expose-account.ts'
import { experimentNamed, listExperiments, toRow } from './kept-experiment.ts'
import { planExperiment } from './plan-experiment.ts'

type UpliftDeps = Pick<
  ApiDeps,
  'planExperiment' | 'listExperiments' | 'exposeAccount' | 'endExperiment' | 'getUplift' | 'compareCohorts'
>

/** What the API asks about experiments. @throws overloaded while too many proofs are under way */
export function upliftDeps(project: Project): UpliftDeps {
  const { control, clock } = project
  return {
    planExperiment: (request, stop) =>
      prove(project, { name: request.run, stop }, (proving) => planExperiment(project, request, proving)),
    listExperiments: async () => ({ data: await listExperiments(control) }),
    exposeAccount: (name, request) => exposeAccount(project, name, request),
    endExperiment: async (name) => {
      await endExperiment(control, await experimentNamed(control, name), clock.now())
      return toRow(control, await experimentNamed(control, name))
    },
    getUplift: (name, asked, stop) =>
      prove(project, { name: asked.run, stop }, (proving) => answerUplift(project, name, { asked, proving })),
    compareCohorts: (asked, stop) =>
      prove(project, { name: asked.run, stop }, (proving) => answerCohorts(project, asked, proving)),
  }
}
