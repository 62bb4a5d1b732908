import type { Rule } from '../../config/model.ts'
import type { Millis } from '../../core/time.ts'
import type { Episode } from '../../proof/backtest/proved-signal.ts'
import type { Panel } from '../../proof/panel/panel.ts'
import type { ReplayedChange } from './replayed-change.ts'

type Changes = ReadonlyMap<number, readonly ReplayedChange[]>

/** The episodes of a rule by entity of the panel and time. Those of members are of their account, whose outcome it is. */
export function gatherEpisodes({ entities }: Panel, changes: Changes, rule: Pick<Rule, 'subject' | 'key'>): Episode[] {
  return entities.flatMap(({ account }, entity) => {
    const own = (changes.get(account) ?? []).filter(
      (one) => one.rule.subject === rule.subject && one.rule.key === rule.key,
    )
    return episodesOf(own).map((episode) => ({ entity, ...episode }))
  })
}

type Stretch = { openedAt: Millis; closedAt: Millis | null }

function episodesOf(changes: readonly ReplayedChange[]): Stretch[] {
  const open = new Map<number | null, Stretch>()
  const all: Stretch[] = []
  for (const { person, what, at } of changes) {
    if (what === 'opened') {
      const stretch = { openedAt: at, closedAt: null }
      open.set(person, stretch)
      all.push(stretch)
    } else if (what === 'closed') {
      const stretch = open.get(person)
      if (stretch !== undefined) stretch.closedAt = at
    }
  }
  return all.sort((a, b) => a.openedAt - b.openedAt)
}

/** By row of the panel, which of the rules was on at its moment (an index, the last of several); −1: none. */
export function stateByRow(
  panel: Panel,
  changes: Changes,
  rules: readonly Pick<Rule, 'subject' | 'key'>[],
): Int16Array {
  const states = new Int16Array(panel.rows).fill(-1)
  const spans = rules.map((rule) => {
    const byEntity = new Map<number, Episode[]>()
    for (const episode of gatherEpisodes(panel, changes, rule)) {
      const own = byEntity.get(episode.entity)
      if (own === undefined) byEntity.set(episode.entity, [episode])
      else own.push(episode)
    }
    return byEntity
  })
  for (let row = 0; row < panel.rows; row++) {
    const { at } = panel.asOfs[panel.asOf[row]!]!
    spans.forEach((byEntity, i) => {
      const isOn = (byEntity.get(panel.entity[row]!) ?? []).some(
        (one) => one.openedAt <= at && (one.closedAt ?? Number.POSITIVE_INFINITY) > at,
      )
      if (isOn) states[row] = i
    })
  }
  return states
}
