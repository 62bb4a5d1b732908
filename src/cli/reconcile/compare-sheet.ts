import { readTold, STATUS_WORDS } from './read-told.ts'
import type { Comparison, Difference, Sheet, SheetRow, SheetValue, Standing, Told } from './sheet.ts'

export type ComparedWith = {
  readonly asOf: string
  readonly standings: readonly Standing[]
  /** Money of the sheet is in minor units. */
  readonly minor: boolean
}

/** Which accounts differ between a sheet and what is known here; `why` of each value is left to who can look it up. */
export function compareSheet(sheet: Sheet, { asOf, standings, minor }: ComparedWith): Comparison {
  const byKey = new Map(standings.map((one) => [one.key, one]))
  const bySpelling = spellingsOf(standings)
  const currency = standings.find(({ mrr }) => mrr !== null)?.mrr?.currency ?? 'USD'
  const seen = new Map<string, SheetRow>()
  const differences: Difference[] = sheet.unread.map(({ line, why }) =>
    differing(`line ${line}`, 'unreadable', { why }),
  )
  const totals = new Map<string, { sheet: number; here: number }>()
  const add = (of: string, side: 'sheet' | 'here', amount: number) => {
    const sum = totals.get(of) ?? { sheet: 0, here: 0 }
    totals.set(of, { ...sum, [side]: sum[side] + amount })
  }
  let agree = 0
  for (const row of sheet.rows) {
    const here = byKey.get(row.account) ?? bySpelling.get(spell(row.account)) ?? null
    const key = here?.key ?? row.account
    const first = seen.get(key)
    if (first !== undefined) {
      differences.push(
        differing(row.account, 'twice', { why: `lines ${first.line} and ${row.line}; only the first is compared` }),
      )
      continue
    }
    seen.set(key, row)
    const unit = { currency: row.currency ?? here?.mrr?.currency ?? currency, minor }
    const own = differencesOf(row, here, unit)
    if (own.length === 0) agree += 1
    differences.push(...own)
    const paid = row.values.mrr === undefined ? null : readTold('mrr', row.values.mrr, unit)
    if (typeof paid === 'number') add(unit.currency, 'sheet', paid)
  }
  for (const one of standings) {
    if (sheet.values.includes('mrr') && one.mrr !== null) add(one.mrr.currency, 'here', one.mrr.minor)
    if (!seen.has(one.key) && isExpected(one, sheet)) differences.push(missingThere(one))
  }
  return {
    ...{ asOf, accounts: { sheet: seen.size, here: standings.length, agree } },
    totals: [...totals].map(([of, sums]) => ({ currency: of, ...sums })),
    differences,
  }
}

/** Of a sheet of money only who pays is missing. */
function isExpected({ mrr }: Standing, { values }: Sheet): boolean {
  return mrr !== null && mrr.minor > 0 ? true : !values.includes('mrr') && !values.includes('status')
}

function missingThere({ key, name, mrr }: Standing): Difference {
  const value = mrr === null ? null : 'mrr'
  const money = { here: mrr?.minor ?? null, currency: mrr?.currency ?? null }
  return differing(key, 'missing_there', { name, value, ...money, why: 'the sheet has no such account' })
}

type Unit = { readonly currency: string; readonly minor: boolean }

function differencesOf(row: SheetRow, here: Standing | null, unit: Unit): readonly Difference[] {
  const told = (Object.entries(row.values) as [SheetValue, string][]).map(([value, text]) => {
    return { value, text, sheet: readTold(value, text, unit) }
  })
  const unreadable = told.flatMap(({ value, text, sheet }) =>
    sheet === undefined ? [differing(row.account, 'unreadable', { value, why: unreadableWhy(row, value, text) })] : [],
  )
  if (here === null) {
    const { currency } = unit
    const sheet = told.find(({ value }) => value === 'mrr')?.sheet ?? null
    // Who does not pay in the sheet and is not known here is missed by nobody.
    if (told.every((one) => one.sheet === null || one.sheet === 0 || one.sheet === false)) return []
    return [
      differing(row.account, 'missing_here', { sheet, currency, value: sheet === null ? null : 'mrr' }),
      ...unreadable,
    ]
  }
  const other = told.flatMap(({ value, sheet }) => {
    const ours = standingOf(here, value)
    const money = value === 'mrr' ? (here.mrr?.currency ?? unit.currency) : null
    const isOtherMoney = money !== null && money !== unit.currency && sheet !== null && sheet !== 0
    if (sheet === undefined || (!isOtherMoney && isSame(value, sheet, ours))) return []
    const kind = isOtherMoney ? 'other_currency' : 'other_value'
    return [differing(here.key, kind, { name: here.name, value, sheet, here: ours, currency: money })]
  })
  return [...other, ...unreadable]
}

function unreadableWhy({ line }: SheetRow, value: SheetValue, text: string): string {
  const expected = value === 'status' ? `one of ${STATUS_WORDS.join(', ')}` : 'a number'
  return `line ${line}: ${JSON.stringify(text.slice(0, 80))} is not ${expected}`
}

function standingOf({ mrr, plan, seats }: Standing, value: SheetValue): Told {
  switch (value) {
    case 'mrr':
      return mrr?.minor ?? null
    case 'status':
      return mrr !== null && mrr.minor > 0
    case 'plan':
      return plan
    case 'seats':
      return seats
  }
}

/** Nothing and zero are the same money, and the same seats; plans are the same in other capitals. */
function isSame(value: SheetValue, sheet: Told, here: Told): boolean {
  if (value === 'plan') return String(sheet ?? '').toLowerCase() === String(here ?? '').toLowerCase()
  if (value === 'status') return sheet === null || sheet === here
  return (sheet ?? 0) === (here ?? 0)
}

function differing(account: string, kind: Difference['kind'], rest: Partial<Difference>): Difference {
  return { ...{ account, name: null, value: null, kind, sheet: null, here: null, currency: null, why: '' }, ...rest }
}

/** Accounts by key and name without capitals and spaces around; a spelling that fits two fits none. */
function spellingsOf(standings: readonly Standing[]): ReadonlyMap<string, Standing | null> {
  const found = new Map<string, Standing | null>()
  for (const one of standings)
    for (const text of new Set([spell(one.key), spell(one.name)])) {
      const before = found.get(text)
      found.set(text, before === undefined || before?.key === one.key ? one : null)
    }
  return found
}

function spell(text: string): string {
  return text.trim().toLowerCase()
}
