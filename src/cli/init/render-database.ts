import type { PostgresTargets } from '../../config/sources.ts'
import type { SourceTable } from '../../store/sources/read-tables.ts'
import { counted } from '../counted.ts'
import { renderTable } from '../render/render-table.ts'
import type { Proposal } from './proposal.ts'
import { renderSurvey } from './render-survey.ts'
import type { Surveyed } from './survey-files.ts'

type Found = { readonly targets: PostgresTargets; readonly surveyed: Surveyed; readonly proposal: Proposal }

/** What the database seems to hold, and what is proposed of it. */
export function renderDatabase(tables: readonly SourceTable[], { targets, surveyed, proposal }: Found): string {
  const rows = Object.entries(targets).map(([target, { sql }]) => ({ target, sql }))
  const table = renderTable<(typeof rows)[number]>(
    [
      { head: 'target', cell: ({ target }) => target },
      { head: 'read by', cell: ({ sql }) => sql },
    ],
    rows,
  )
  const seen = surveyed.survey.names.length === 0 ? [] : [renderSurvey(surveyed, proposal)]
  return [`${counted(tables.length, 'table')} that may be read.`, table, ...seen].join('\n\n')
}
