import type { EpisodeOutcome, OutcomeDate, OutcomeStanding } from '../../contract/outcomes.ts'
import { counted } from '../counted.ts'
import { printable } from './render-table.ts'

/** One line on the outcomes that have happened, each at its latest; none when none has. */
export function renderOutcomes(outcomes: readonly OutcomeStanding[]): string[] {
  const happened = outcomes.flatMap(({ outcome, dates }) => {
    const last = dates.at(-1)
    return last === undefined
      ? []
      : [`${outcome} ${renderDate(last)}${dates.length > 1 ? ` (${dates.length} times)` : ''}`]
  })
  return happened.length === 0 ? [] : [printable(`outcomes: ${happened.join('; ')}`)]
}

function renderDate({ decided, effective }: OutcomeDate): string {
  const [on, from] = [decided, effective].map((at) => at?.slice(0, 10))
  if (from === undefined) return `decided on ${on}, with no end yet`
  return from === on ? `on ${on}` : `decided on ${on}, in effect on ${from}`
}

/** What became of the outcome that an episode predicted. */
export function renderFollowed({ name, state, noticeDays }: EpisodeOutcome): string {
  switch (state) {
    case 'followed':
      return `${name} after ${counted(Math.floor(noticeDays ?? 0), 'day')}`
    case 'pending':
      return `${name}: open`
    case 'not':
      return `${name}: did not follow`
    case 'unknown':
      return `${name}: cannot be told`
  }
}
