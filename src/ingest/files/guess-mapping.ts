import { isExport, type Mapping, type Row, type TimeFrom } from './mapping.ts'

type Part = 'event' | 'user' | 'anonymous' | 'account' | 'id' | 'time'

/** Names that columns of exports have, most telling first; compared without case, spaces and punctuation. */
const NAMES: Readonly<Record<Part, readonly string[]>> = {
  event: ['event', 'eventname', 'eventtype', 'eventkey', 'action', 'activity', 'verb', 'page', 'name'],
  user: [
    'userid',
    'user',
    'uid',
    'distinctid',
    'actorid',
    'actor',
    'memberid',
    'customerid',
    'personid',
    'useremail',
    'email',
    'username',
    'author',
  ],
  anonymous: ['anonymousid', 'anonid', 'visitorid', 'deviceid', 'cookieid'],
  account: [
    'accountid',
    'account',
    'groupid',
    'companyid',
    'company',
    'organizationid',
    'organisationid',
    'orgid',
    'organization',
    'organisation',
    'org',
    'workspaceid',
    'workspace',
    'tenantid',
    'tenant',
    'teamid',
    'team',
  ],
  id: ['messageid', 'eventid', 'insertid', 'uuid', 'id'],
  time: [
    'timestamp',
    'originaltimestamp',
    'eventtime',
    'eventtimestamp',
    'occurredat',
    'happenedat',
    'ts',
    'tsepoch',
    'epoch',
    'datetime',
    'time',
    'createdat',
    'date',
  ],
}

/** Which column seems to hold what; a guess to be looked at, never acted on by itself. Times are `iso` unless the values are numbers. */
export function guessMapping(
  columns: readonly string[],
  rows: readonly Row[],
): Partial<Record<Part, string>> & { unit: TimeFrom['unit'] } {
  const guess: Partial<Record<Part, string>> = {}
  for (const part of ['time', 'user', 'account', 'anonymous', 'id', 'event'] as const) {
    const free = columns.filter((column) => !Object.values(guess).includes(column))
    const found = NAMES[part]
      .map((name) => free.find((column) => plainName(column) === name))
      .find((name) => name !== undefined)
    if (found !== undefined) guess[part] = found
  }
  return { ...guess, unit: guess.time === undefined ? 'iso' : guessUnit(rows, guess.time) }
}

/** Seconds, milliseconds and microseconds since 1970 are told apart by their size: the year 2100 in seconds is 1973 in milliseconds. By most of the rows: some may be broken. */
export function guessUnit(rows: readonly Row[], column: string): TimeFrom['unit'] {
  const values = rows
    .map((row) => row.get(column))
    .filter((value) => typeof value === 'number' || (typeof value === 'string' && value !== ''))
  const sizes = values
    .map((value) => Math.abs(Number(value)))
    .filter((size) => !Number.isNaN(size))
    .sort((a, b) => a - b)
  const middle = sizes[Math.floor(sizes.length / 2)]
  if (middle === undefined || sizes.length * 2 <= values.length) return 'iso'
  return middle < 1e11 ? 's' : middle < 1e14 ? 'ms' : 'us'
}

/** Whether rows are canonical messages, which need no mapping: Segment's exports and bodies name their type. */
export function looksCanonical(rows: readonly Row[]): boolean {
  return rows.some(
    (row) => typeof row.get('type') === 'string' && (row.has('userId') || row.has('anonymousId') || row.has('groupId')),
  )
}

/** What a column is to a mapping, in a word; null: a property, or left out when the mapping lists its properties. */
export function roleOf(column: string, mapping: Mapping): string | null {
  if (isExport(mapping)) return `as ${mapping.type} has it`
  for (const part of ['time', 'received', 'event', 'user', 'anonymous', 'account', 'id'] as const) {
    const from = mapping[part]
    if (from !== undefined && 'column' in from && from.column === column)
      return 'unit' in from ? `${part} (${from.unit})` : part
  }
  for (const [part, from] of Object.entries(mapping.subscription ?? {}))
    if (typeof from === 'object' && 'column' in from && from.column === column) return `subscription ${part}`
  return null
}

function plainName(column: string): string {
  return column.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
