import { ANALYSES } from '../../contract/analyze/analyses.ts'
import { standingQuestions } from '../../contract/analyze/standing-questions.ts'
import { TelltaleError } from '../../core/errors.ts'
import { dayToIso } from '../../core/time.ts'
import type { Project } from '../project.ts'
import { analyze } from './analyze.ts'

/** Works out what pages ask about the last closed day and keeps it. What cannot be answered is left to who asks. */
export async function keepStanding(project: Project, stop: AbortSignal): Promise<void> {
  const { judgedDay: day } = project
  if (day === null || project.store.dictionary.fact.size() === 0) return
  for (const { kind, query } of standingQuestions((days) => dayToIso(day - days))) {
    if (stop.aborted) return
    const asked = ANALYSES[kind].query.parse(query) as never
    await analyze(project, { kind, query: asked, stop }).catch((error: unknown) => {
      if (!(error instanceof TelltaleError)) throw error
    })
  }
}
