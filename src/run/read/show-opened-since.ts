import type { EpisodeRow } from '../../contract/episodes.ts'
import type { Explanation } from '../../contract/explanation.ts'

/** An alert that an event opened after the last closed day is on, although the numbers of that day do not show it yet. */
export function showOpenedSince(explanation: Explanation, opened: readonly EpisodeRow[]): Explanation {
  const episode = opened.find(
    ({ signal, entity, closedAt }) =>
      signal === explanation.signal && entity.level === explanation.level && closedAt === null,
  )
  const [first] = episode?.changes ?? []
  if (episode === undefined || first === undefined || explanation.state === 'on') return explanation
  const event = first.evidence.find((one) => one.kind === 'event')
  const cause = event === undefined ? 'an event' : `${event.name} by ${event.actor.replace(/^[ua]:/, '')}`
  return {
    ...explanation,
    state: 'on',
    since: episode.openedAt,
    sinceDay: first.asOf,
    sentence: `${cause} on ${first.asOf}, after the last closed day, which the numbers are of`,
  }
}
