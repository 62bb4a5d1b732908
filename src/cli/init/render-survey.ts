import { basename } from 'node:path'
import { counted } from '../counted.ts'
import { printable, renderTable } from '../render/render-table.ts'
import type { Proposal } from './proposal.ts'
import { MOST_ROWS, type Surveyed, type SurveyedFile } from './survey-files.ts'

const MOST_LISTED = 30

/** What was seen and what is proposed, for somebody who decides whether to keep it. */
export function renderSurvey({ survey, files }: Surveyed, proposal: Proposal): string {
  const listed = proposal.events.slice(0, MOST_LISTED)
  const table = renderTable(
    [
      {
        head: 'event',
        cell: ({ name, where }) => (where === null ? name : `${name}, ${where.property} ${where.value}`),
      },
      { head: 'times', cell: ({ count }) => count.toLocaleString('en'), number: true },
      { head: 'people', cell: ({ people }) => (people === 0 ? '–' : people.toLocaleString('en')), number: true },
      { head: 'kind', cell: ({ kind }) => kind },
      { head: 'feature', cell: ({ feature }) => feature ?? '–' },
      { head: 'seems to say', cell: ({ meaning }) => (meaning === null ? '' : MEANINGS[meaning]) },
    ],
    listed,
  )
  const more = proposal.events.length - listed.length + proposal.unlisted
  return [
    ...(files.length === 0 ? [] : [files.map(fileLine).join('\n')]),
    table + (more === 0 ? '' : `\nand ${counted(more, 'other')}`),
    accountText(survey.accountKeys),
    ...(survey.clusters.length === 0 ? [] : [clusterText(survey.clusters)]),
    proposal.signals.length === 0
      ? 'No signals yet: none of these events is what people come for.'
      : `Signals: ${proposal.signals.map(({ key }) => key).join(', ')}`,
  ].join('\n\n')
}

const MEANINGS = {
  signUp: 'somebody began',
  signIn: 'somebody signed in',
  bought: 'they bought',
  left: 'they left',
  invited: 'somebody was invited',
  failed: 'something failed',
} as const

function fileLine({ path, rows, cut, refused }: SurveyedFile): string {
  const read = cut
    ? `its first ${counted(rows, 'row')} (of ${MOST_ROWS.toLocaleString('en')} in all)`
    : counted(rows, 'row')
  return printable(
    `${basename(path)}: ${read}${refused === 0 ? '' : `, ${refused.toLocaleString('en')} of them no event`}`,
  )
}

function accountText(keys: Surveyed['survey']['accountKeys']): string {
  if (keys.length === 0) return 'No event names an account.'
  const table = renderTable(
    [
      { head: 'account by', cell: ({ path }) => path },
      { head: 'share of events', cell: ({ share }) => `${(share * 100).toFixed(1)} %`, number: true },
      { head: 'accounts', cell: ({ accounts }) => accounts.toLocaleString('en'), number: true },
      { head: 'people in several', cell: ({ several }) => `${(several * 100).toFixed(1)} %`, number: true },
    ],
    keys.slice(0, 8),
  )
  return table
}

function clusterText(clusters: Surveyed['survey']['clusters']): string {
  const lines = clusters
    .slice(0, MOST_LISTED)
    .map(({ name, others }) =>
      printable(
        `  ${name}: ${others.map((other) => `${other.name} (${other.why}${other.together === 0 ? '' : `, ${counted(other.together, 'time')} both`})`).join(', ')}`,
      ),
    )
  return ['Names that look like one event:', ...lines].join('\n')
}
