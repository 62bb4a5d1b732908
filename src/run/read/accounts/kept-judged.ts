import type { Model } from '../../../config/model.ts'
import type { AccountDetail, AccountHeader } from '../../../contract/account.ts'
import type { EpisodeRow } from '../../../contract/episodes.ts'
import type { Explanation } from '../../../contract/explanation.ts'
import type { MemberRow } from '../../../contract/people.ts'
import type { ConfigInForce } from '../../config-in-force.ts'

/** What judging an account over closed days says of it. */
export type JudgedPage = {
  readonly model: Model
  /** The newest first, without a name and without what became of them. */
  readonly episodes: readonly EpisodeRow[]
  readonly explanations: readonly Explanation[]
  readonly standing: Pick<AccountDetail, 'scores' | 'activation' | 'indicators'>
  readonly daily: AccountDetail['daily']
  readonly header: HeaderNumbers
  readonly segments: AccountDetail['segments']
  readonly members: readonly MemberAtClose[]
}

export type HeaderNumbers = Pick<
  AccountHeader,
  'members' | 'activeMembers28' | 'activeMembers28Before' | 'tenureDays' | 'lastActiveDay'
>

/** A member without what is open of them now. */
export type MemberAtClose = Omit<MemberRow, 'openSignals'>

/** By the question, the one asked longest ago first. */
export type KeptJudged = Map<
  string,
  { readonly config: ConfigInForce; readonly seeded: number; readonly page: Promise<JudgedPage> }
>
