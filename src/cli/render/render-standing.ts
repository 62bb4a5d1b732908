import { phraseAmount } from '../../contract/phrase-comparison.ts'
import { phraseFrozen } from '../../contract/phrase-frozen.ts'
import { roundParts } from '../../contract/round-parts.ts'
import type { ActivationStanding, ScoreStanding } from '../../contract/scores.ts'
import { printable } from './render-table.ts'

type Standing = { readonly scores: readonly ScoreStanding[]; readonly activation: ActivationStanding | null }

/** One line for onboarding and one for each score, with the parts that it is made of. */
export function renderStanding({ scores, activation }: Standing): string[] {
  return [
    ...(activation === null ? [] : [`onboarding: ${renderOnboarding(activation)}`, renderScore(activation.score)]),
    ...scores.map(renderScore),
  ]
}

function renderOnboarding(one: ActivationStanding): string {
  const done = one.milestones.filter(({ doneAt }) => doneAt !== null).length
  const activated =
    one.activatedAt === null || one.days === null
      ? `not activated${one.speed === 'pending' ? ' yet' : ''}`
      : `activated on ${one.activatedAt.slice(0, 10)}, day ${Math.floor(one.days)} (${one.late ? 'late' : one.speed})`
  return [
    ...(one.onboarding === null ? [] : [`${one.onboarding.status} (${one.onboarding.because})`]),
    ...[activated, `${done} of ${one.milestones.length} milestones`],
    ...(one.fully ? ['fully activated'] : []),
    ...(one.setUpBurst ? ['a set-up burst: all on the first day, and nobody back'] : []),
  ].join('; ')
}

function renderScore(score: ScoreStanding): string {
  const shown = shownPoints(score)
  const parts = score.lines.map((line, i) =>
    line.points === null
      ? `${line.name} ?`
      : `${line.name} ${shown[i]}${line.most === null ? '' : ` of ${tenths(line.most)}`}`,
  )
  return printable(`${headOf(score)}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`)
}

function headOf({ key, value, band, bandSince, completeness, lines, exceptions }: ScoreStanding): string {
  const since = bandSince === null ? '' : ` since ${bandSince}`
  // A score of tiers has neither a value nor lines.
  const without = lines.length === 0 ? 'in none of its bands' : 'unknown'
  const known = value !== null ? [tenths(value)] : band === null ? [without] : []
  const complete =
    completeness === null || completeness === 1 ? [] : [`${Math.floor(100 * completeness)} % of its data`]
  const beside = exceptions.map(({ name }) => `! ${name}`)
  const said = [...known, ...(band === null ? [] : [`band ${band}${since}`]), ...complete, ...beside]
  return `${key}: ${said.join(', ')}`
}

/** A score in full: a line for each part, with its number; the points shown add up to the value shown. */
export function renderLedger(score: ScoreStanding): string {
  const shown = shownPoints(score)
  const lines = score.lines.map((line, i) => {
    const points =
      line.points === null ? 'no fresh data' : `${shown[i]}${line.most === null ? '' : ` of ${tenths(line.most)}`}`
    const knots = line.frozen === null ? '' : ` (${phraseFrozen(line.frozen, line.unit)})`
    return `  ${points.padStart(14)}  ${line.name}: ${line.label}${line.value === null ? '' : ` = ${phraseAmount(line.value, line.unit)}`}${knots}`
  })
  const total = score.value === null ? [] : [`  ${tenths(score.value).padStart(14)}  together`]
  return [headOf(score), ...lines, ...total, ...changeOf(score), `    ${score.sentence}`].map(printable).join('\n')
}

function changeOf({ change, lines }: ScoreStanding): string[] {
  if (change === null) return []
  const shown = roundParts([change.behaviour, change.config, change.missingData])
  const config = lines.some(({ frozen }) => frozen !== null) ? 'config and the knots of a new quarter' : 'config'
  const parts = change.parts.filter(({ points }) => points !== 0)
  const by = parts.length === 0 ? '' : ` (${parts.map(({ name, points }) => `${name} ${signed(points)}`).join(', ')})`
  return [
    `  since ${change.since}: ${signed(shown.reduce((sum, points) => sum + points, 0))}`,
    `    behaviour ${signed(shown[0]!)}${by}`,
    change.configOf === 'day'
      ? `    ${config} ${signed(shown[1]!)}`
      : `    ${config}: not told, that of the day cannot be read any more`,
    `    missing data ${signed(shown[2]!)}`,
  ]
}

function signed(points: number): string {
  return `${points > 0 ? '+' : ''}${points.toFixed(1)}`
}

function shownPoints({ lines }: ScoreStanding): string[] {
  return roundParts(lines.map(({ points }) => points ?? 0)).map((points) => points.toFixed(1))
}

function tenths(value: number): string {
  return Number.isInteger(value) ? String(value) : (Math.round(10 * value) / 10).toFixed(1)
}
