import type { Condition } from '../../../config/expression.ts'
import type { Model } from '../../../config/model.ts'
import { phraseAmount } from '../../../contract/phrase-comparison.ts'
import type { Compared, Transition } from '../../../core/transition.ts'
import { readOpeningsById } from '../../../store/control/read-judgement.ts'
import type { Task } from '../../../worklist/task.ts'
import type { Project } from '../../project.ts'
import type { OpenEpisodes } from '../open-episodes.ts'
import { episodeId } from '../to-episode-row.ts'

const NUMBERS = 3

/** What was measured when the leading signal of each task opened, in words: "Days since the last activity 14". By the id of the task; routines and renewals have none. */
export async function readSeen(
  { control, config }: Pick<Project, 'control' | 'config'>,
  open: OpenEpisodes,
  tasks: readonly Task[],
): Promise<ReadonlyMap<string, string>> {
  const opened = tasks.flatMap(({ id, account }) => {
    const episode = open.of(account.key).find((one) => episodeId(one) === id)
    return episode === undefined ? [] : [[id, episode.id] as const]
  })
  const openings = await readOpeningsById(
    control,
    opened.map(([, transition]) => transition),
  )
  return new Map(
    opened.flatMap(([id, transition]) => {
      const opening = openings.get(transition)
      const said = opening === undefined ? '' : phraseSeen(config.judged.model, opening)
      return said === '' ? [] : [[id, said] as const]
    }),
  )
}

/** The event, or the numbers that held; not those that only say whom the signal is for. */
function phraseSeen(model: Model, { name, entity, values, evidence }: Transition): string {
  const signal = model.signals.find(({ key }) => key === name)
  const nodes = model.graph[entity.level]
  const unitOf = new Map(nodes.map(({ key, id, unit }) => [key ?? id, unit]))
  const only = new Set(quantitiesOf(signal?.for ?? null).map((node) => nodes[node]?.key ?? nodes[node]?.id))
  const held = values.filter(({ holds, quantity }) => holds === true && !only.has(quantity))
  const amount = ({ quantity, value, label }: Compared) =>
    `${label} ${phraseAmount(value, unitOf.get(quantity) ?? 'count')}`
  const event = evidence.find((one) => one.kind === 'event')
  const parts = [
    ...(event === undefined ? [] : [`${event.name} by ${event.actor.replace(/^[ua]:/, '')}`]),
    ...[...new Set(held.map(amount))].slice(0, NUMBERS),
  ]
  return parts.join('; ')
}

function quantitiesOf(condition: Condition | null): readonly number[] {
  switch (condition?.kind) {
    case 'all':
    case 'any':
    case 'at-least':
      return condition.of.flatMap(quantitiesOf)
    case 'not':
    case 'certain':
      return quantitiesOf(condition.of)
    case 'compare':
      return [condition.quantity]
    default:
      return []
  }
}
