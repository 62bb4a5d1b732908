import { type Guess, guessFeature, guessKind } from '../../ingest/survey/guess-kind.ts'
import { keyOfName } from '../../ingest/survey/split-name.ts'
import type { NameSeen, PropertySeen, Survey } from '../../ingest/survey/survey.ts'
import type { ProposedEvent } from './proposal.ts'

/** More events make a configuration that nobody reads; the rest are counted under their raw names anyway. */
const MOST_EVENTS = 60
/** Events done by so many fewer, on so many fewer days, are no reason to come. */
const CORE_SHARE = 0.4
const MOST_CORE = 3
/** From this share of all events on, one name is the whole of use, and a property tells what it was. */
const ONE_NAME = 0.9
const TELLS_WHAT = /^(kind|type|action|category|event_?type|verb|activity)$/i
const NOTHING = /^(other|others|unknown|none|null|n\/a|misc|default|-)$/i

/** The events of a first configuration: names that look like one become one, and each has a kind and, where it is use, a feature. */
export function proposeEvents(survey: Survey): readonly ProposedEvent[] {
  const merged = new Set(survey.clusters.flatMap(({ others }) => others.map(({ name }) => name)))
  const kept = survey.names.filter(({ name }) => !merged.has(name)).slice(0, MOST_EVENTS)
  const guesses = new Map(kept.map((seen) => [seen, guessKind(seen)]))
  const core = chooseCore(kept.filter((seen) => guesses.get(seen)!.kind === 'core'))
  const taken = new Set<string>()
  return kept.flatMap((seen) => {
    const event = proposeEvent(survey, seen, { guess: guesses.get(seen)!, isCore: core.has(seen) })
    const whole = { ...event, key: freeKey(taken, event.key) }
    return [whole, ...proposeParts(survey, seen, whole).map((part) => ({ ...part, key: freeKey(taken, part.key) }))]
  })
}

/** What most people do on most days. */
function chooseCore(candidates: readonly NameSeen[]): ReadonlySet<NameSeen> {
  const worth = ({ reach, daysEach }: NameSeen) => reach * daysEach
  const sorted = [...candidates].sort((a, b) => worth(b) - worth(a))
  const [best] = sorted
  return new Set(sorted.slice(0, MOST_CORE).filter((seen) => worth(seen) >= worth(best!) * CORE_SHARE))
}

type Judged = { readonly guess: Guess; readonly isCore: boolean }

function proposeEvent({ clusters }: Survey, seen: NameSeen, { guess, isCore }: Judged): ProposedEvent {
  const kind = guess.kind === 'core' && !isCore ? 'depth' : guess.kind
  const cluster = clusters.find(({ name, call }) => name === seen.name && call === seen.call)
  // What is sent twice for one act would count twice.
  const aliases = (cluster?.others ?? []).filter(({ together, count }) => together * 2 < count).map(({ name }) => name)
  return {
    key: keyOfName(seen.name) ?? 'event',
    call: seen.call,
    name: seen.name,
    aliases,
    kind,
    meaning: guess.meaning,
    feature: kind === 'core' || kind === 'depth' || kind === 'data' ? guessFeature(seen.name) : null,
    where: null,
    count: seen.count,
    people: seen.people,
  }
}

/** Where one name is nearly all there is, the property that says what was done gives the parts of the product. */
function proposeParts(survey: Survey, seen: NameSeen, whole: ProposedEvent): readonly ProposedEvent[] {
  if (whole.kind !== 'core' || seen.count < survey.events * ONE_NAME) return []
  const property = seen.properties.find(tellsWhat)
  if (property === undefined) return []
  return property.values
    .filter(({ value, share }) => share >= 0.01 && !NOTHING.test(value))
    .slice(0, 8)
    .map(({ value, share }) => ({
      ...whole,
      key: keyOfName(value) ?? 'part',
      aliases: [],
      kind: 'depth' as const,
      feature: value.toLowerCase(),
      where: { property: property.name, value },
      count: Math.round(seen.count * share),
      people: 0,
    }))
}

function tellsWhat({ name, share, type, values }: PropertySeen): boolean {
  return TELLS_WHAT.test(name) && type === 'text' && share >= 0.9 && values.length >= 2
}

function freeKey(taken: Set<string>, wanted: string): string {
  let key = wanted
  for (let n = 2; taken.has(key); n++) key = `${wanted}${n}`
  taken.add(key)
  return key
}
