import type { ConfigOf } from '../../../contract/values.ts'
import type { Day } from '../../../core/time.ts'
import type { DayRange } from '../../../store/analytic/rows.ts'
import type { Planned } from '../../planned.ts'
import type { Project } from '../../project.ts'
import type { AccountInput } from '../../stream-accounts.ts'
import { toExplanation } from '../explain/to-explanation.ts'
import { planToExplain } from '../plan-of-day.ts'
import { readMembersAtClose } from '../read-members.ts'
import { replayAccount } from '../replay-account.ts'
import { segmentsOf } from '../segments-of.ts'
import { groupEpisodes, toEpisodeRow } from '../to-episode-row.ts'
import { foldClosed } from './fold-closed.ts'
import type { JudgedPage } from './kept-judged.ts'

export type JudgedOver = {
  readonly days: DayRange
  readonly configOf: ConfigOf
  /** Say why scores are other than at the close of this day; null: nobody asks. */
  readonly since: Day | null
}

/** As many as somebody has open, or comes back to: some 100 KB each. */
const MOST_KEPT = 50
const MEMBERS_MAX = 200

/**
 * An account judged over closed days. What was decided of them does not depend on anything that became known later, so that it is kept until closed days change as a
 * whole, by an import or a configuration.
 */
export async function judgedPage(project: Project, input: AccountInput, over: JudgedOver): Promise<JudgedPage> {
  const { config } = project
  const planned = over.configOf === 'now' ? config.judged : await planToExplain(project, over.days.to)
  if (planned !== config.judged) return judge(project, input, { ...over, planned })
  const { pages, seeded } = project
  const question = JSON.stringify([input.account, over.days, over.since])
  const found = pages.get(question)
  const holds = found?.config === config && found.seeded === seeded
  const kept = holds ? found : { config, seeded, page: judge(project, input, { ...over, planned }) }
  pages.delete(question)
  pages.set(question, kept)
  if (pages.size > MOST_KEPT) pages.delete(pages.keys().next().value!)
  kept.page.catch(() => pages.delete(question))
  return kept.page
}

async function judge(
  project: Project,
  input: AccountInput,
  { days, since, planned }: JudgedOver & { readonly planned: Planned },
): Promise<JudgedPage> {
  const { model, account, standing, transitions } = await replayAccount(project, input, {
    ...{ days, since, planned, person: null },
  })
  const members = (await readMembersAtClose(project, input, days.to)).slice(0, MEMBERS_MAX)
  const episodes = groupEpisodes(transitions).flatMap((changes) => toEpisodeRow(model, changes, '') ?? [])
  return {
    ...{ model, standing, episodes: episodes.reverse() },
    explanations: account.map((one) => toExplanation(model, one)),
    ...{ ...foldClosed(project, input, days), segments: segmentsOf(project, input, days.to), members },
  }
}
