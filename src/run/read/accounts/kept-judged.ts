import type { Model } from '../../../config/model.ts'
import type { AccountDetail } from '../../../contract/account.ts'
import type { EpisodeRow } from '../../../contract/episodes.ts'
import type { Explanation } from '../../../contract/explanation.ts'
import type { Planned } from '../../planned.ts'

/** What judging an account over closed days says of it. */
export type JudgedPage = {
  readonly model: Model
  /** The newest first, without a name and without what became of them. */
  readonly episodes: readonly EpisodeRow[]
  readonly explanations: readonly Explanation[]
  readonly standing: Pick<AccountDetail, 'scores' | 'activation' | 'indicators'>
}

/** By the question, the one asked longest ago first. */
export type KeptJudged = Map<
  string,
  { readonly planned: Planned; readonly seeded: number; readonly page: Promise<JudgedPage> }
>
