import { dayToIso, MS_PER_DAY } from '../../core/time.ts'
import type { Imported } from '../../run/apply/import-file.ts'
import type { ImportTotals } from '../../run/apply/kept-imports.ts'
import { counted } from '../counted.ts'
import type { StoredCounts } from '../open-applying.ts'
import { printable } from './render-table.ts'

/** What became of one file. */
export type ImportedFile = Imported & {
  /** As it was named on the command line. */
  readonly path: string
  readonly totals: ImportTotals | null
}

export function renderImport(files: readonly ImportedFile[], counts: StoredCounts): string {
  const stored = `The store has ${counted(counts.events, 'event')}, ${counted(counts.accounts, 'account')} and ${counted(counts.persons, 'person', 'people')}.`
  return [...files.map(renderFile), stored].join('\n')
}

function renderFile({ path, rows, resumedAt, known, totals }: ImportedFile): string {
  const began = known
    ? ', imported before'
    : resumedAt > 0
      ? `, of which ${number(resumedAt)} were there from a run before`
      : ''
  const lines = [`${printable(path)}: ${counted(rows, 'row')}${began}`]
  if (totals === null) return lines.join('\n')
  const other = Math.max(0, rows - totals.kept - totals.duplicates - totals.quarantined)
  lines.push(`  kept         ${counted(totals.kept, 'event')}${spanText(totals)}`)
  if ((totals.withoutAccount ?? 0) > 0) lines.push(`  no account   ${withoutAccount(totals)}`)
  if (other > 0) lines.push(`  understood   ${counted(other, 'message')} about people and accounts`)
  lines.push(`  duplicates   ${number(totals.duplicates)}`)
  lines.push(`  quarantined  ${number(totals.quarantined)}${reasonText(totals)}`)
  return lines.join('\n')
}

function spanText({ span }: ImportTotals): string {
  if (span === null) return ''
  const [from, to] = span.map((at) => dayToIso(Math.floor(at / MS_PER_DAY)))
  return from === to ? ` of ${from}` : ` from ${from} to ${to}`
}

/** Who imports for the first time should hear of it here: of what belongs to no account nothing is judged. */
function withoutAccount({ kept, withoutAccount = 0 }: ImportTotals): string {
  const whose = withoutAccount === kept ? 'none of them says' : `${number(withoutAccount)} of them do not say`
  return `${whose} whose they are; see: telltale doctor`
}

function reasonText({ quarantined, reasons }: ImportTotals): string {
  if (quarantined === 0) return ''
  const parts = Object.entries(reasons).map(([reason, n]) => `${number(n)} ${reason}`)
  return ` (${parts.join(', ')}); see: telltale quarantine`
}

function number(n: number): string {
  return n.toLocaleString('en')
}
