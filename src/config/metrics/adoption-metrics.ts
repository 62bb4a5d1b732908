import type { MetricTable } from './metric.ts'

type AdoptionId =
  | 'core_feature_adoption'
  | 'adoption_breadth'
  | 'adoption_depth'
  | 'account_adoption'
  | 'nice_to_have_adoption'
  | 'promoted_adoption'

const OF = { stage: 'engagement', kind: 'leading', cadence: 'weekly', owner: 'product', better: 'higher' } as const

/** Which features are used, by how many and how deeply. */
export const ADOPTION_METRICS: MetricTable<AdoptionId> = {
  core_feature_adoption: {
    ...OF,
    title: 'Adoption of the core feature',
    definition:
      'Of the accounts that were active in the last 28 days and whose plan has the core feature, the share that used it in them.',
    formula: 'adopters / eligible accounts',
    ...{ unit: 'share', presets: ['starter', 'early'] },
    next: 'Show it where people already are; ask those who tried it once why it was once.',
    measure: { kind: 'adoption', of: 'core' },
  },
  adoption_breadth: {
    ...OF,
    title: 'Breadth of adoption',
    definition:
      'Over all features, the mean share of the accounts active in the last 28 days whose plan has the feature that used it in them; each feature beside it, with the kind it is of.',
    formula: 'mean over features of adopters / eligible accounts',
    ...{ unit: 'share', presets: ['growth'] },
    next: 'Take the features that few have found and see who would need them.',
    measure: { kind: 'adoption', of: 'breadth' },
  },
  adoption_depth: {
    ...OF,
    title: 'Depth of adoption',
    definition:
      'Uses of the core feature per adopting account and week of the last 28 days; each feature beside it, and the share of adopters that used the core feature in at least three of the four weeks.',
    formula: 'uses / (adopters × 4 weeks)',
    ...{ unit: 'count', presets: [] },
    next: 'Ask those who use it once a month what would make it part of their week.',
    measure: { kind: 'adoption', of: 'depth' },
  },
  account_adoption: {
    ...OF,
    title: 'Features used per account',
    definition:
      'Key features (all but nice-to-have ones) that an active account used in the last 28 days, as a share of those its plan has, on average over accounts.',
    formula: 'key features used / key features available, averaged over accounts',
    ...{ unit: 'share', owner: 'success', presets: [] },
    next: 'Show accounts the feature that accounts like them use next.',
    measure: { kind: 'adoption', of: 'features' },
  },
  nice_to_have_adoption: {
    ...OF,
    title: 'Adoption of nice-to-have features',
    definition:
      'Of the accounts that were active in the last 28 days, the share that used a nice-to-have feature in them; the share that used a core and an expansion feature beside it.',
    formula: 'accounts with a use / active accounts',
    ...{ unit: 'share', presets: [] },
    next: 'Set it against core use: effort that goes here should not be missing there.',
    measure: { kind: 'adoption', of: 'nice_to_have' },
  },
  promoted_adoption: {
    ...OF,
    title: 'Promotions that moved adoption',
    definition:
      'Of the promotions of features in metrics.promotions whose 28 days are over, the share after which more accounts used the feature than in the 28 days before, by more than chance; those that barely moved are named.',
    formula:
      'promotions with a rise whose 95 % limits (Newcombe) are above 0 / promotions. It says what came after, not what caused it',
    ...{ unit: 'share', presets: [] },
    next: 'Stop promoting what barely moves, or ask why nobody wants it.',
    measure: { kind: 'adoption', of: 'promoted' },
  },
}
