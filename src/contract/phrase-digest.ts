import type { Digest, DigestLine } from './digest.ts'
import type { MetricAlert } from './metric-alerts.ts'
import { phraseExcluded, phraseMetric } from './phrase-metric.ts'

/** What a digest says: its title and its lines under their heads; null: nothing moved and no alert came or went. */
export function digestSections({ as_of, cadence, excluded, moved, alerts }: Digest): DigestSections | null {
  const sections = [
    { title: 'Worse', lines: moved.filter(({ direction }) => direction === 'worse').map(phraseLine) },
    { title: 'Better', lines: moved.filter(({ direction }) => direction === 'better').map(phraseLine) },
    { title: 'Alerts', lines: alerts.map(phraseAlert) },
  ].filter(({ lines }) => lines.length > 0)
  if (sections.length === 0) return null
  const often = `${cadence[0]!.toUpperCase()}${cadence.slice(1)}`
  return { title: `${often} digest, as of the end of ${as_of}. ${phraseExcluded(excluded)}`, sections }
}

export type DigestSections = {
  readonly title: string
  readonly sections: readonly { readonly title: string; readonly lines: readonly Line[] }[]
}

/** What there is, and what belongs to it: for whom, and whose next step it is. */
type Line = { readonly text: string; readonly detail: string }

/** A digest as text; null: nothing moved and no alert came or went. */
export function phraseDigest(digest: Digest): string | null {
  const told = digestSections(digest)
  if (told === null) return null
  const sections = told.sections.map(({ title, lines }) =>
    [title, ...lines.map(({ text, detail }) => `- ${text}. ${detail}`.trimEnd())].join('\n'),
  )
  return [told.title, ...sections].join('\n\n')
}

function phraseLine({ title, value, previous, of, for_whom, owner, next, unit, currency }: DigestLine): Line {
  const say = (number: number | null) => (number === null ? 'not known' : phraseMetric(number, { unit, currency }))
  const counts = of === null ? '' : ` (${of.count.toLocaleString('en')} of ${of.total.toLocaleString('en')})`
  const whom =
    for_whom === null
      ? ''
      : `Most in ${for_whom.by} ${for_whom.group ?? 'none'}: ${say(for_whom.value)}, before ${say(for_whom.previous)}. `
  return { text: `${title} ${say(value)}${counts}, before ${say(previous)}`, detail: `${whom}${owner}: ${next}` }
}

function phraseAlert({ title, value, op, threshold, unit, opened, closed, cause, owner, next }: MetricAlert): Line {
  const say = (number: number) => phraseMetric(number, { unit, currency: null })
  const how = cause === 'behaviour' ? '' : ` (${cause})`
  if (closed !== null)
    return { text: `${title} is back since ${closed}; it had crossed ${say(threshold)} on ${opened}`, detail: '' }
  const number = value === null ? 'unknown' : say(value)
  const side = op === '<' ? 'under' : 'over'
  return {
    text: `${title} is ${side} ${say(threshold)} since ${opened}${how}: ${number}`,
    detail: `${owner}: ${next}`,
  }
}
