import type { AccountFeature, AccountFeatures } from '../../../contract/account-parts/account-features.ts'
import type { AsOfDay } from '../../../contract/account-parts/account-outreach.ts'
import { dayToIso } from '../../../core/time.ts'
import { type FeatureUse, readFeatureUse } from '../../../reports/features/read-feature-use.ts'
import { estimateProportion } from '../../../stats/proportions/estimate-proportion.ts'
import type { Project } from '../../project.ts'
import { keepAnswer } from '../keep-answers.ts'
import { closedDay } from '../read-account-detail.ts'
import { watchReads } from '../watch-reads.ts'

/** Of fewer a share says hardly anything. */
const LEAST_SIMILAR = 10

type Asking = AsOfDay & { readonly stop: AbortSignal }

/** Which features an account used in the 28 days up to a closed day, and how many of those on the same plan did. null: there is no such account. @throws bad_argument, the reason of `stop` */
export async function readAccountFeatures(
  project: Project,
  account: string,
  { asOf, stop }: Asking,
): Promise<AccountFeatures | null> {
  const { judgedDay: latest, store, config } = project
  const id = store.dictionary.account.idOf(account)
  if (latest === null || id === undefined) return null
  const day = asOf === undefined ? latest : closedDay(asOf, latest)
  const head = { asOf: dayToIso(day), leastSimilar: LEAST_SIMILAR }
  const { features } = config.judged.model.metrics
  if (features.length === 0) return { ...head, plan: null, similar: 0, data: [] }
  const use = await featureUse(project, stop, day)
  const plan = use.planOf(id)
  const data = features.map(({ feature, tier, plans }, at): AccountFeature => {
    const inPlan = plans === null || plans.includes(String(plan))
    return { feature, tier, inPlan, users: use.active.get(id)?.[at] ?? 0, similar: similarTo(use, { id, plan, at }) }
  })
  const similar = data[0]!.similar.of
  return { ...head, plan, similar, data: data.sort((a, b) => b.similar.count - a.similar.count || b.users - a.users) }
}

type Asked = { readonly id: number; readonly plan: string | null; readonly at: number }

/** The others on the same plan. */
function similarTo({ active, plans }: FeatureUse, { id, plan, at }: Asked): AccountFeature['similar'] {
  const all = plans.get(plan)
  const own = active.get(id)
  const of = (all?.accounts ?? 0) - (own === undefined ? 0 : 1)
  const count = (all?.used[at] ?? 0) - ((own?.[at] ?? 0) > 0 ? 1 : 0)
  return { count, of, rate: of < LEAST_SIMILAR ? null : estimateProportion({ successes: count, total: of }) }
}

/** What all accounts used, worked out once for a closed day, the last one when left out, by whoever asks first, and kept while that holds. */
export function featureUse(project: Project, stop: AbortSignal, day = project.judgedDay!): Promise<FeatureUse> {
  const question = JSON.stringify(['feature use', day])
  return keepAnswer(project.answers, { question, holdsAll: true }, async () => {
    const { source, stillHolds } = watchReads(project, stop)
    return { answer: await readFeatureUse(source, day), stillHolds }
  })
}
