import {
  type Ref,
  refsOfActivation,
  refsOfDelivery,
  refsOfDigest,
  refsOfMilestone,
  refsOfOutcome,
  refsOfQuantity,
  refsOfRoutine,
  refsOfScore,
  refsOfSegment,
  refsOfSignal,
  refsOfWorklist,
} from '../compile/collect-refs.ts'
import { ACTIVATION_BANDS } from '../compile/compile-activation.ts'
import type { ConfigDraft } from '../draft.ts'
import { ONBOARDING_STATUSES } from '../onboarding-table.ts'
import { refsOfOutreach, refsOfPlaybook } from '../playbooks/refs-of-playbook.ts'
import type { Problem } from '../problem.ts'
import { suggestName } from '../suggest-name.ts'
import { errorAt } from './problem-at.ts'

const PARTS = [
  'events',
  'segments',
  'indicators',
  'entitlements',
  'scores',
  'outcomes',
  'signals',
  'teams',
  'channels',
  'digests',
  'playbooks',
] as const

/** Rule: every name that is mentioned is defined, and every key can be read aloud. */
export function checkNames(config: ConfigDraft): readonly Problem[] {
  return [...emptyKeys(config), ...mentions(config).flatMap(({ path, refs }) => checkRefs(config, path, refs))]
}

function emptyKeys(config: ConfigDraft): readonly Problem[] {
  const parts = PARTS.map((part) => ({ path: part as string, what: part as string, named: config[part] as object }))
  const milestones = { path: 'activation.milestones', what: 'milestones', named: config.activation?.milestones ?? {} }
  const routines = { path: 'worklist.routines', what: 'routines', named: config.worklist.routines }
  return [...parts, milestones, routines].flatMap(({ path, what, named }) =>
    Object.keys(named)
      .filter((key) => key.trim() === '' || key.includes('.'))
      .map((key) => {
        const message = `${JSON.stringify(key)} is no name for one of the ${what}.`
        const mend = 'Give it a name without dots, such as projectCreated.'
        return errorAt(`${path}.${key}`, { code: 'empty_name', bad: key, message, mend })
      }),
  )
}

type Mention = { readonly path: string; readonly refs: readonly Ref[] }

function mentions(config: ConfigDraft): readonly Mention[] {
  const of = <T>(part: string, named: Readonly<Record<string, T>>, refs: (value: T) => readonly Ref[]): Mention[] =>
    Object.entries(named).map(([key, value]) => ({ path: `${part}.${key}`, refs: refs(value) }))
  return [
    ...of('segments', config.segments, refsOfSegment),
    ...of('indicators', config.indicators, refsOfQuantity),
    ...of('entitlements', config.entitlements, ({ usage }) => refsOfQuantity(usage)),
    ...of('activation.milestones', config.activation?.milestones ?? {}, refsOfMilestone),
    ...(config.activation === null ? [] : [{ path: 'activation', refs: refsOfActivation(config.activation) }]),
    ...of('scores', config.scores, refsOfScore),
    ...of('outcomes', config.outcomes, refsOfOutcome),
    ...of('signals', config.signals, refsOfSignal),
    ...of('worklist.routines', config.worklist.routines, refsOfRoutine),
    { path: 'worklist', refs: refsOfWorklist(config.worklist) },
    ...of('digests', config.digests, refsOfDigest),
    ...of('playbooks', config.playbooks, refsOfPlaybook),
    { path: 'outreach.neverContact', refs: refsOfOutreach(config.outreach) },
    { path: 'delivery.trouble', refs: refsOfDelivery(config.delivery) },
  ]
}

function checkRefs(config: ConfigDraft, path: string, refs: readonly Ref[]): readonly Problem[] {
  const seen = new Map(refs.map((ref) => [`${ref.kind} ${ref.of ?? ''} ${ref.name}`, ref]))
  return [...seen.values()].flatMap((ref) => {
    const valid = validNames(config, ref)
    return valid === null || valid.includes(ref.name) ? [] : [unknownName(path, ref, valid)]
  })
}

function unknownName(path: string, ref: Ref, valid: readonly string[]): Problem {
  const what = WHAT[ref.kind]?.(ref.of ?? '') ?? ref.kind
  const near = suggestName(ref.name, valid)
  return {
    level: 'error',
    code: 'unknown_name',
    path,
    bad: ref.name,
    place: null,
    message: `There is no ${what} called ${JSON.stringify(ref.name)}. ${valid.length === 0 ? 'There are none.' : `There are: ${valid.join(', ')}.`}`,
    mend: near === null ? `Define it, or choose one of these.` : `Did you mean ${JSON.stringify(near)}?`,
  }
}

const WHAT: Readonly<Partial<Record<Ref['kind'], (of: string) => string>>> = {
  group: (segment) => `group of the segment ${segment}`,
  band: (score) => `band of the score ${score}`,
  exclusive: () => 'group of outreach.exclusive',
}

/** null: not for this rule to say (a group of a segment that does not exist, a team where none are listed). */
function validNames(config: ConfigDraft, ref: Ref): readonly string[] | null {
  switch (ref.kind) {
    case 'event':
      return Object.keys(config.events)
    case 'feature':
      return [...new Set(Object.values(config.events).flatMap(({ feature }) => feature ?? []))]
    case 'segment':
      return Object.keys(config.segments)
    case 'indicator':
      return Object.keys(config.indicators)
    case 'signal':
      return Object.keys(config.signals)
    case 'outcome':
      return Object.keys(config.outcomes)
    case 'group':
      return groupsOf(config, ref.of ?? '')
    case 'milestone':
      return Object.keys(config.activation?.milestones ?? {})
    case 'activation':
      return config.activation === null ? [] : ['activation']
    case 'score':
      return Object.keys(config.scores)
    case 'band':
      return bandsOf(config, ref.of ?? '')
    case 'limit':
      return Object.keys(config.entitlements)
    case 'channel':
      return Object.keys(config.channels)
    case 'exclusive':
      return Object.keys(config.outreach.exclusive)
    case 'team':
      return Object.keys(config.teams).length === 0 ? null : Object.keys(config.teams)
  }
}

/** Names of a score's bands, those of its variants and tiers too; null when there is no such score. */
export function bandsOf(config: ConfigDraft, score: string): readonly string[] | null {
  if (score === 'activation') return config.activation === null ? null : ACTIVATION_BANDS.map(({ name }) => name)
  if (score === 'onboarding') return config.activation === null ? null : ONBOARDING_STATUSES
  const draft = Object.hasOwn(config.scores, score) ? config.scores[score]! : null
  if (draft === null) return null
  const { rule, bands } = draft
  const tiers = rule.kind === 'tiers' ? rule.tiers.map(({ name }) => name) : []
  const variants =
    rule.kind === 'parts' ? rule.variants.flatMap((one) => (one.bands ?? []).map(({ name }) => name)) : []
  return [...new Set([...tiers, ...bands.map(({ name }) => name), ...variants])]
}

export function groupsOf(config: ConfigDraft, segment: string): readonly string[] | null {
  const rule = Object.hasOwn(config.segments, segment) ? config.segments[segment]!.rule : null
  if (rule === null) return null
  switch (rule.kind) {
    case 'bands':
      return rule.bands.map(({ name }) => name)
    case 'cases':
      return rule.cases.map(({ name }) => name)
    case 'trait-values':
      return rule.values
  }
}
