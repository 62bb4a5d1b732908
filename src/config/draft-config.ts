import type { AccountDraft } from './account-draft.ts'
import type { Trait } from './builders/entity-quantities.ts'
import { badOptions, type Misuse, type Misused, show, withMisuse, written } from './builders/misuse.ts'
import { spanOf } from './builders/window.ts'
import type { ConfigInput } from './config-input.ts'
import type { DigestSettings } from './delivery/digest-settings.ts'
import { draftDelivery } from './delivery/draft-delivery.ts'
import type { ChannelSettings } from './delivery/settings.ts'
import type {
  ActivationDraft,
  ConfigDraft,
  EntitlementDraft,
  MilestoneDraft,
  QuantityDraft,
  ScoreDraft,
  SegmentDraft,
  SignalDraft,
} from './draft.ts'
import type { EventDraft } from './event-draft.ts'
import { ofTheirKind } from './kinds-of-parts.ts'
import { draftMetrics } from './metrics/draft-metrics.ts'
import { CATEGORY_WEIGHTS, type Exclusion } from './model.ts'
import type { OutcomeDraft } from './outcome-draft.ts'
import { draftOutreach } from './playbooks/draft-outreach.ts'
import type { PlaybookDraft } from './playbooks/written-playbook.ts'
import type { Sources } from './sources.ts'
import type { Team } from './worklist.ts'
import type { RoutineDraft, WorklistDraft } from './worklist-draft.ts'

/** Takes the plain data out of the builders, so that nothing of the user's file crosses into the Model. */
export function draftConfig(given: ConfigInput): ConfigDraft {
  const { config, misuse } = ofTheirKind(given)
  return {
    product: { ...config.product },
    account: draftAccount(config.account ?? {}),
    exclude: (config.exclude ?? []).map(draftExclusion),
    events: drafts<EventDraft>(config.events),
    segments: drafts<SegmentDraft>(config.segments),
    indicators: drafts<QuantityDraft>(config.indicators),
    entitlements: drafts<EntitlementDraft>(config.entitlements),
    activation: config.activation === undefined ? null : draftActivation(config.activation),
    scores: drafts<ScoreDraft>(config.scores),
    signals: drafts<SignalDraft>(config.signals),
    outcomes: drafts<OutcomeDraft>(config.outcomes),
    teams: drafts<Team>(config.teams),
    worklist: draftWorklist(config.worklist ?? {}),
    metrics: draftMetrics(config.metrics ?? {}),
    sources: draftSources(config.sources ?? {}),
    playbooks: drafts<PlaybookDraft>(config.playbooks),
    outreach: draftOutreach(config.outreach ?? {}),
    channels: drafts<ChannelSettings>(config.channels),
    delivery: draftDelivery(config.delivery ?? {}),
    digests: drafts<DigestSettings>(config.digests),
    limits: { ...config.limits },
    ...withMisuse([...badOptions('defineConfig', config, PARTS), ...misuse]),
  }
}

const PARTS: readonly (keyof ConfigInput)[] = [
  ...(['product', 'account', 'exclude', 'events', 'segments', 'indicators', 'entitlements'] as const),
  ...(['activation', 'scores', 'outcomes', 'signals', 'teams', 'worklist', 'metrics', 'sources'] as const),
  ...(['channels', 'delivery', 'digests', 'playbooks', 'outreach', 'limits'] as const),
]

/** In JavaScript a value may be anything; what is no builder is passed on for the check to name. */
function drafts<D>(named: Readonly<Record<string, { readonly draft: D }>> | undefined): Readonly<Record<string, D>> {
  const out: Record<string, D> = Object.create(null)
  for (const [key, value] of Object.entries(named ?? {})) out[key] = value?.draft as D
  return out
}

function draftAccount(account: NonNullable<ConfigInput['account']>): AccountDraft {
  const key = typeof account.key === 'string' ? [account.key] : account.key
  const reach = account.reachesBack === undefined ? undefined : spanOf('account.reachesBack', account.reachesBack)
  return {
    ...(key === undefined ? {} : { key: [...key] }),
    ...(reach === undefined ? {} : { reachesBackMs: reach.days * 86_400_000 }),
    ...(account.fallback === undefined ? {} : { fallback: account.fallback }),
    ...named('assigneeTrait', account.assignee),
    ...named('renewsOnTrait', account.renewsOn),
    ...named('seatsTrait', account.seats),
    ...named('createdAtTrait', account.createdAt),
    ...withMisuse([
      ...badOptions('account', account, ACCOUNT),
      ...(reach?.misuse ?? []),
      ...TRAITS.flatMap((part) => notOfAccount(part, account[part])),
    ]),
  }
}

const TRAITS = ['assignee', 'renewsOn', 'seats', 'createdAt'] as const
const ACCOUNT: readonly (keyof NonNullable<ConfigInput['account']>)[] = ['key', 'reachesBack', 'fallback', ...TRAITS]

/** A text says nothing of whose trait it is; it would be left out without a word. */
function notOfAccount(part: string, trait: Trait | undefined): readonly Misuse[] {
  if (trait === undefined) return []
  if (typeof trait !== 'object' || trait === null || !('trait' in trait)) {
    const mend = `Write ${part}: trait(${JSON.stringify(typeof trait === 'string' ? trait : part)}).`
    return [{ bad: written(trait), message: `account.${part} is a trait; it was given ${show(trait)}.`, mend }]
  }
  if (trait.of !== 'person') return []
  const message = `account.${part} is read from the account, not from a person.`
  return [{ bad: trait.trait, message, mend: `Write trait(${JSON.stringify(trait.trait)}).` }]
}

function draftActivation(given: NonNullable<ConfigInput['activation']>): ActivationDraft {
  const within = given.within === undefined ? undefined : spanOf('activation.within', given.within)
  return {
    withinDays: within?.days ?? 14,
    levels: [...(given.levels ?? ['account'])],
    milestones: drafts<MilestoneDraft>(given.milestones),
    activated: given.activated?.draft ?? null,
    weights: { ...CATEGORY_WEIGHTS, ...given.weights },
    signUp: listOrNull(given.signUp),
    signIn: listOrNull(given.signIn),
    checklist: listOrNull(given.checklist),
    minimumUses: given.minimumUses ?? 1,
    ...withMisuse([...badOptions('activation', given, ACTIVATION), ...(within?.misuse ?? [])]),
  }
}

const ACTIVATION: readonly (keyof NonNullable<ConfigInput['activation']>)[] = [
  ...([
    'within',
    'levels',
    'milestones',
    'activated',
    'weights',
    'signUp',
    'signIn',
    'checklist',
    'minimumUses',
  ] as const),
]

function draftWorklist(given: NonNullable<ConfigInput['worklist']>): WorklistDraft {
  const { health = null, routines, renewals } = given
  const within = renewals?.within === undefined ? undefined : spanOf('worklist.renewals.within', renewals.within)
  const action = renewals?.action ?? 'Prepare the renewal'
  return {
    health,
    routines: drafts<RoutineDraft>(routines),
    renewals:
      renewals === undefined
        ? null
        : { withinDays: within?.days ?? 90, suggest: { team: renewals.team, action, cadence: 'weekly' } },
    ...withMisuse([
      ...badOptions('worklist', given, ['health', 'routines', 'renewals']),
      ...(renewals === undefined ? [] : badOptions('worklist.renewals', renewals, ['team', 'action', 'within'])),
      ...(within?.misuse ?? []),
    ]),
  }
}

function draftSources(given: NonNullable<ConfigInput['sources']>): Sources {
  const postgres = given.postgres?.draft ?? null
  const stripe = given.stripe?.draft ?? null
  return { postgres, stripe, ...withMisuse(badOptions('sources', given, ['postgres', 'stripe'])) }
}

function listOrNull(names: string | readonly string[] | undefined): readonly string[] | null {
  if (names === undefined) return null
  return typeof names === 'string' ? [names] : [...names]
}

function named<K extends string>(key: K, trait: Trait | undefined): { readonly [P in K]?: string } {
  return trait?.trait === undefined ? {} : ({ [key]: trait.trait } as { readonly [P in K]: string })
}

function draftExclusion(rule: NonNullable<ConfigInput['exclude']>[number]): Exclusion {
  if (typeof rule !== 'object' || rule === null || !('draft' in rule)) return rule
  const { trait, op, value, misuse = [] } = rule.draft as typeof rule.draft & Misused
  const scalar = typeof value === 'object' || op !== 'is' ? null : value
  return { kind: 'trait', key: trait, value: scalar as string | number | boolean, ...withMisuse(misuse) }
}
