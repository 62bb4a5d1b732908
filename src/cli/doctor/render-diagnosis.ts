import { printable } from '../render/render-table.ts'
import type { Diagnosis } from './diagnosis.ts'

const MARK = { ok: 'ok  ', note: 'note', bad: 'BAD ' } as const

export function renderDiagnosis({ check, state, text, mend }: Diagnosis): string {
  const line = `${MARK[state]}  ${check}: ${text}`
  return [line, ...(mend === null ? [] : [`      ${mend}`])].map(printable).join('\n')
}
