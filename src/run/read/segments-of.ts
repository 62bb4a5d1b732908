import type { AccountDetail } from '../../contract/account.ts'
import type { Day } from '../../core/time.ts'
import type { Entity } from '../../fold/entity.ts'
import { evaluateCondition } from '../../fold/evaluate-condition.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import { segmentByDay, segmentNames } from '../../fold/segment-entity.ts'
import { withOwnBuffers } from '../planned.ts'
import type { Project } from '../project.ts'
import type { AccountInput } from '../stream-accounts.ts'

/** Which group of each segment an account is in at the close of a day. */
export function segmentsOf(project: Project, input: AccountInput, day: Day): AccountDetail['segments'] {
  const { plan, space, model } = withOwnBuffers(project.config.judged)
  const entity: Entity = foldAccount({ plan, space, ...input, days: { from: day, to: day }, view: 'decision' })
  return model.segments
    .filter((segment) => segment.level === 'account')
    .map(({ key }) => ({
      key,
      value: segmentNames(plan, key)[segmentByDay(key, entity, evaluateCondition)[0] ?? -1] ?? null,
    }))
}
