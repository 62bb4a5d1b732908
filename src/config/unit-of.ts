import type { ActivationNumber, ConfigDraft, QuantityDraft } from './draft.ts'
import type { QuantityNode } from './model.ts'

const ACTIVATION_UNITS: Readonly<Record<ActivationNumber, QuantityNode['unit']>> = {
  activated: 'count',
  days: 'days',
  age: 'days',
  score: 'points',
  milestones: 'count',
  'return-days': 'count',
  'further-features': 'count',
  fully: 'count',
  burst: 'count',
  checklist: 'share',
  stalled: 'days',
  onboarding: 'value',
}

/** What a quantity's number counts. */
export function unitOf(draft: QuantityDraft, config: ConfigDraft): QuantityNode['unit'] {
  switch (draft.kind) {
    case 'trait':
      return draft.until === true ? 'days' : 'value'
    case 'count':
    case 'distinct-users':
    case 'distinct-days':
    case 'distinct-features':
    case 'streak-days':
    case 'streak-weeks':
    case 'members':
    case 'active-members':
    case 'roll-up-where':
    case 'role':
    case 'colleagues':
      return 'count'
    case 'adoption':
      return 'share'
    case 'days-since-first':
    case 'days-since-last':
      return 'days'
    case 'tenure':
      return draft.unit
    case 'ratio':
      return draft.as
    case 'change':
      return 'share'
    case 'percentile':
      return 'percentile'
    case 'difference':
      return unitOf(draft.now, config)
    case 'roll-up':
      return draft.how === 'mean' && unitOf(draft.over, config) === 'count' ? 'value' : unitOf(draft.over, config)
    case 'top-member':
      return unitOf(draft.over, config)
    case 'ago':
      return unitOf(draft.of, config)
    case 'indicator':
      return unitOf(config.indicators[draft.indicator]!, config)
    case 'size':
      return config.account.seatsTrait === undefined ? 'count' : 'value'
    case 'holds':
      return 'count'
    case 'milestone':
      return draft.as === 'done' ? 'count' : draft.as === 'days' ? 'days' : 'share'
    case 'score':
      return draft.as === 'value' ? 'points' : 'share'
    case 'limit':
      return draft.as === 'use' ? 'share' : 'value'
    case 'activation':
      return ACTIVATION_UNITS[draft.as]
    case 'sum':
    case 'latest':
    case 'max':
    case 'mrr':
    case 'constant':
      return 'value'
  }
}
