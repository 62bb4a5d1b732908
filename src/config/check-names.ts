import { type Ref, refsOfOutcome, refsOfQuantity, refsOfSegment, refsOfSignal } from './collect-refs.ts'
import type { ConfigDraft } from './draft.ts'
import type { Problem } from './problem.ts'
import { suggestName } from './suggest-name.ts'

const PARTS = ['events', 'segments', 'indicators', 'outcomes', 'signals'] as const

/** Rule: every name that is mentioned is defined, and every key can be read aloud. */
export function checkNames(config: ConfigDraft): readonly Problem[] {
  return [...emptyKeys(config), ...mentions(config).flatMap(({ path, refs }) => checkRefs(config, path, refs))]
}

function emptyKeys(config: ConfigDraft): readonly Problem[] {
  return PARTS.flatMap((part) =>
    Object.keys(config[part])
      .filter((key) => key.trim() === '' || key.includes('.'))
      .map((key) => ({
        level: 'error',
        code: 'empty_name',
        path: `${part}.${key}`,
        bad: key,
        place: null,
        message: `${JSON.stringify(key)} is no name for one of the ${part}.`,
        mend: 'Give it a name without dots, such as projectCreated.',
      })),
  )
}

type Mention = { readonly path: string; readonly refs: readonly Ref[] }

function mentions(config: ConfigDraft): readonly Mention[] {
  const of = <T>(part: string, named: Readonly<Record<string, T>>, refs: (value: T) => readonly Ref[]): Mention[] =>
    Object.entries(named).map(([key, value]) => ({ path: `${part}.${key}`, refs: refs(value) }))
  return [
    ...of('segments', config.segments, refsOfSegment),
    ...of('indicators', config.indicators, refsOfQuantity),
    ...of('outcomes', config.outcomes, refsOfOutcome),
    ...of('signals', config.signals, refsOfSignal),
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
  const what = ref.kind === 'group' ? `group of the segment ${ref.of}` : ref.kind
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

/** null: not for this rule to say (a group of a segment that does not exist). */
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
  }
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
