import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { telltaleError } from '../core/errors.ts'
import { detectExport } from '../ingest/files/exports/detect-export.ts'
import { guessMapping, guessUnit, looksCanonical } from '../ingest/files/guess-mapping.ts'
import {
  type ColumnMapping,
  EXPORT_FORMATS,
  type ExportFormat,
  isExport,
  type Mapping,
  mappingSchema,
  type Row,
} from '../ingest/files/mapping.ts'
import { type Invocation, textOption } from './command.ts'

/** The beginning of a file: its rows, and the columns that occur in them. */
export type Sample = {
  readonly path: string
  readonly rows: readonly Row[]
  readonly columns: readonly string[]
  readonly ndjson: boolean
}

/** How a file is to be read, and whether that was said or only guessed. A null mapping: the rows are canonical messages. */
export type ChosenMapping = { readonly mapping: Mapping | null; readonly guessed: boolean }

const PARTS = ['event', 'user', 'anonymous', 'account', 'id', 'time'] as const

/**
 * The mapping of --mapping, with the flags laid over it; of the flags alone where they name event and time; else canonical messages, or a guess under the flags.
 * Of what no column seems to hold, `fallback` has a say. @throws mapping_incomplete when there is no time or no event, import_unreadable when the mapping file is none
 */
export function chooseMapping(invocation: Invocation, sample: Sample, fallback: Fallback = {}): ChosenMapping {
  const file = textOption(invocation, 'mapping')
  const parts = readFlags(invocation)
  const time = textOption(invocation, 'time')
  const named = EXPORT_FORMATS.find((format) => format === file)
  if (named !== undefined) return { mapping: exportOf(invocation, named), guessed: false }
  if (file === null && parts === null && time === null) {
    if (sample.ndjson && looksCanonical(sample.rows)) return { mapping: null, guessed: false }
    const found = detectExport(sample.rows)
    if (found !== null) return { mapping: exportOf(invocation, found), guessed: true }
  }
  const given = file === null ? null : readMapping(resolve(invocation.io.cwd, file), file)
  if (given !== null && isExport(given)) return { mapping: given, guessed: false }
  const said = file !== null || (time !== null && parts?.event !== undefined)
  const base = given ?? (said ? {} : { ...fallback, ...guessed(sample) })
  return { mapping: complete({ ...base, ...parts, ...timeOf(invocation, sample, base) }, sample), guessed: !said }
}

function exportOf(invocation: Invocation, type: ExportFormat): Mapping {
  const [group, timezone] = [textOption(invocation, 'group'), textOption(invocation, 'timezone')]
  return parse({ type, ...(group === null ? {} : { group }), ...(timezone === null ? {} : { timezone }) }, type)
}

/** What stands for parts that no column seems to hold. */
export type Fallback = Pick<Draft, 'event' | 'account'>

type Draft = { readonly [P in keyof ColumnMapping]?: ColumnMapping[P] | undefined }

/** `--event action` is the column action; `--event =Commit` is the name Commit for every row. */
function readFlags(invocation: Invocation): Draft | null {
  const parts: Record<string, unknown> = {}
  for (const part of PARTS) {
    const value = textOption(invocation, part)
    if (value === null || part === 'time') continue
    parts[part] = value.startsWith('=') ? { constant: value.slice(1) } : { column: value }
  }
  const numbers = textOption(invocation, 'numbers')
  if (numbers !== null) parts.numbers = numbers.split(',').map((column) => column.trim())
  return Object.keys(parts).length > 0 ? parts : null
}

function timeOf(invocation: Invocation, sample: Sample, base: Draft): Draft {
  const column = textOption(invocation, 'time') ?? base.time?.column
  if (column === undefined) return {}
  const unit = textOption(invocation, 'timeUnit')
  if (unit !== null && unit !== 'iso' && unit !== 's' && unit !== 'ms' && unit !== 'us')
    throw telltaleError('bad_argument', {
      argument: '--time-unit',
      value: JSON.stringify(unit),
      expected: 'iso, s, ms or us',
    })
  const zone = textOption(invocation, 'timezone')
  if (unit === null && zone === null && column === base.time?.column) return {}
  const before = column === base.time?.column ? base.time : null
  const found = unit ?? before?.unit ?? guessUnit(sample.rows, column)
  return { time: { ...before, column, unit: found, ...(zone === null ? {} : { zone }) } }
}

function guessed(sample: Sample): Draft {
  const { unit, time, ...parts } = guessMapping(sample.columns, sample.rows)
  const columns = Object.entries(parts).map(([part, column]) => [part, { column }])
  return { ...Object.fromEntries(columns), ...(time === undefined ? {} : { time: { column: time, unit } }) }
}

function readMapping(path: string, shown: string): Mapping {
  const unreadable = (reason: string, cause?: unknown) =>
    telltaleError('import_unreadable', { path: shown, format: 'a mapping', reason }, cause)
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error), error)
  }
  return parse(value, shown)
}

/** @throws import_unreadable */
function parse(value: unknown, shown: string): Mapping {
  const parsed = mappingSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const reason = z.prettifyError(parsed.error).replaceAll('\n', ' ')
  throw telltaleError('import_unreadable', { path: shown, format: 'a mapping', reason })
}

function complete(draft: Draft, { path, columns }: Sample): Mapping {
  const missing = [
    ...(draft.time === undefined ? ['the time (--time COLUMN)'] : []),
    ...(draft.event === undefined && draft.type !== 'subscription'
      ? ['the event (--event COLUMN, or --event =NAME for one name)']
      : []),
  ]
  if (missing.length > 0)
    throw telltaleError('mapping_incomplete', { path, missing: missing.join(' and '), valid: columns.join(', ') })
  return parse(draft, 'the flags')
}
