/** The public API: `defineConfig` and the builders that a `telltale.config.ts` is written with. */
export { activated, activation, fullyActivated, onboardingIs, setUpBurst } from './config/builders/activation.ts'
export {
  type ChannelBuilder,
  type EmailOptions,
  email,
  type HubspotOptions,
  hubspot,
  type InAppOptions,
  inApp,
  type SegmentApiOptions,
  type SlackOptions,
  segmentApi,
  slack,
  type WebhookOptions,
  webhook,
} from './config/builders/channel.ts'
export {
  all,
  any,
  atLeast,
  type ConditionBuilder,
  inSegment,
  not,
  signalOpen,
  type TraitCondition,
} from './config/builders/condition.ts'
export { byPercentile, type FrozenCurveBuilder, falling, knots, rising } from './config/builders/curve.ts'
export {
  abandonedDays,
  ago,
  change,
  constant,
  difference,
  indicator,
  limitUsage,
  percentile,
  ratio,
  rollUp,
  topMember,
  topShare,
} from './config/builders/derived-quantities.ts'
export {
  type DetectorBuilder,
  fastDrop,
  rise,
  type ShiftOptions,
  silence,
  slowDrop,
} from './config/builders/detector.ts'
export {
  type DigestBuilder,
  metricDigest,
  type OtherDigestOptions,
  type TaskDigestOptions,
  taskDigest,
  teamDigest,
} from './config/builders/digest.ts'
export { engagement, memberEngagement } from './config/builders/engagement.ts'
export { daysToLimit, type EntitlementBuilder, limit, limitUse } from './config/builders/entitlement.ts'
export {
  accountTrait,
  activeMembers,
  activeShare,
  activeUsers,
  adoption,
  colleaguesElsewhere,
  distinctFeatures,
  hasRole,
  members,
  mrr,
  personTrait,
  size,
  type Trait,
  tenure,
  trait,
} from './config/builders/entity-quantities.ts'
export { type EventBuilder, event, gauge, page, screen } from './config/builders/event.ts'
export {
  activeDays,
  count,
  daysSinceFirst,
  daysSinceLast,
  distinctDays,
  distinctUsers,
  latest,
  max,
  streakDays,
  streakWeeks,
  sum,
} from './config/builders/event-quantities.ts'
export { accountIds, emailDomain, userIds } from './config/builders/exclusion.ts'
export { type MilestoneBuilder, milestone } from './config/builders/milestone.ts'
export {
  activates,
  churned,
  converted,
  expanded,
  happened,
  inactive,
  type OutcomeBuilder,
  outcome,
  type Prediction,
  retained,
} from './config/builders/outcome.ts'
export { type PlaybookBuilder, playbook } from './config/builders/playbook.ts'
export {
  address,
  addTask,
  branch,
  call,
  end,
  roles,
  type SendOptions,
  type StepBuilder,
  send,
  setField,
  tag,
  wait,
  waitUntil,
} from './config/builders/playbook-step.ts'
export {
  becomes,
  becomesActivated,
  byHand,
  closes,
  crosses,
  enters,
  escalates,
  every,
  leaves,
  onDay,
  opens,
  reaches,
  renews,
  stays,
  type TriggerBuilder,
} from './config/builders/playbook-trigger.ts'
export { type PostgresBuilder, type PostgresOptions, postgres } from './config/builders/postgres.ts'
export { property } from './config/builders/property.ts'
export type { QuantityBuilder } from './config/builders/quantity.ts'
export { type ReadyLink, ready } from './config/builders/ready-playbooks.ts'
export { customerHealth, expansionReadiness } from './config/builders/ready-scores.ts'
export {
  completeness,
  decaying,
  inBand,
  type PartBuilder,
  part,
  points,
  type ScoreBuilder,
  score,
  tiers,
} from './config/builders/score.ts'
export { bands, byTrait, cases, type SegmentBuilder } from './config/builders/segment.ts'
export { checklist, type LimitNoticeOptions, limitNotice } from './config/builders/shown.ts'
export { type SignalBuilder, signal } from './config/builders/signal.ts'
export { starterSignals } from './config/builders/starter.ts'
export { type StripeBuilder, type StripeOptions, stripe } from './config/builders/stripe.ts'
export { memberVectors, vectors } from './config/builders/vectors.ts'
export { calendar, type Days, days, ever, hours, months, rolling, weeks } from './config/builders/window.ts'
export { onboardingRoutines, type RoutineBuilder, routine, type TeamBuilder, team } from './config/builders/worklist.ts'
export type { ConfigInput } from './config/config-input.ts'
export { type Config, defineConfig } from './config/define-config.ts'
export type { Model } from './config/model.ts'
export { type OpenOptions, openTelltale, type Telltale } from './open-telltale.ts'
