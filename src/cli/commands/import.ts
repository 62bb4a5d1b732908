import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { telltaleError } from '../../core/errors.ts'
import type { Mapping } from '../../ingest/files/mapping.ts'
import { type ImportPlan, planImport } from '../../ingest/files/plan-import.ts'
import { compileSettings } from '../../ingest/ingest-settings.ts'
import { type Imported, type ImportRun, importFile } from '../../run/apply/import-file.ts'
import { openDoor } from '../../run/apply/keep-out.ts'
import { readParquetRows } from '../../store/analytic/duckdb/read/read-parquet-rows.ts'
import { type CommandSpec, type ExitCode, flagOption, type Invocation, textOption } from '../command.ts'
import { counted } from '../counted.ts'
import { type ChosenMapping, chooseMapping } from '../import-mapping.ts'
import { importOnThread } from '../import-on-thread.ts'
import { type Applying, isMuch, openApplying } from '../open-applying.ts'
import { type Head, previewImport, readHead, renderPreview } from '../preview-import.ts'
import { numberOption } from '../read-option.ts'
import { type ImportedFile, renderImport } from '../render/render-import.ts'
import { reportProgress } from '../report-progress.ts'
import { type Spooled, spoolInput } from '../spool-input.ts'

export const importCommand: CommandSpec = {
  usage: 'import <files...>',
  summary:
    'Import a history: NDJSON in the shape of Segment, or NDJSON, CSV and Parquet with a mapping; gzipped or not; `-` reads standard input. Works beside a running server; the same file again changes nothing, and after an interruption the same command goes on.',
  options: [
    {
      flags: '--mapping <file>',
      description: 'which column is what, as JSON; or whose export it is: segment, posthog, amplitude, mixpanel',
    },
    {
      flags: '--group <kind>',
      description: 'of such an export, the kind of group that is the account; default: what is called like a company',
    },
    { flags: '--timezone <zone>', description: 'where times without a zone were shown; default UTC' },
    { flags: '--save-mapping <file>', description: 'write the mapping that is used' },
    { flags: '--event <column>', description: 'the event; =NAME: the same for all rows. So too for the next four' },
    { flags: '--user <column>', description: 'the id of the user' },
    { flags: '--anonymous <column>', description: 'the id of a visitor who is not known yet' },
    { flags: '--account <column>', description: 'the id of the account' },
    { flags: '--id <column>', description: 'the id of the event; default: from its content' },
    { flags: '--time <column>', description: 'when it happened' },
    { flags: '--time-unit <unit>', description: 'iso, s, ms or us; default: from its size' },
    { flags: '--numbers <columns>', description: 'properties whose text is a number, separated by commas' },
    {
      flags: '--source <name>',
      description: 'where the rows come from: copies are found among rows of one source',
      default: 'import',
    },
    { flags: '--preview <n>', description: 'show what the first n rows become, and write nothing' },
    { flags: '--yes', description: 'take the mapping that was guessed, and what it fits of the rows' },
  ],
  examples: [
    'npx telltale import events.ndjson.gz',
    'npx telltale import commits.csv.gz --event =Commit --user user_id --account account_id --time ts_epoch --preview 3',
    'npx telltale import commits.csv.gz --mapping examples/git/mapping.json',
    'npx telltale import export.jsonl.gz --mapping posthog --group company',
  ],
  run: async (invocation) => {
    const { io } = invocation
    const stdin = invocation.args.includes('-') ? io.stdin() : Readable.from([])
    const spooled: Spooled[] = []
    try {
      const inputs: Input[] = []
      for (const name of invocation.args) inputs.push(await openInput(invocation, { name, stdin, spooled }))
      saveMapping(invocation, inputs)
      const rows = previewRows(invocation, inputs)
      if (rows !== null) return preview(invocation, inputs, rows)
      return await importAll(invocation, inputs, stdin)
    } finally {
      for (const { remove } of spooled) remove()
    }
  },
}

/** A file to import: its name on the command line, where its bytes are, how it begins and how it will be read. */
type Input = { readonly name: string; readonly path: string; readonly head: Head; readonly chosen: ChosenMapping }

async function openInput(
  invocation: Invocation,
  { name, stdin, spooled }: { name: string; stdin: Readable; spooled: Spooled[] },
): Promise<Input> {
  let path = resolve(invocation.io.cwd, name)
  if (name === '-') {
    const input = await spoolInput(invocation, stdin)
    spooled.push(input)
    path = input.path
  }
  const head = await readHead(path, { stdin })
  return { name, path, head, chosen: chooseMapping(invocation, { ...head.sample, path: name }) }
}

function saveMapping(invocation: Invocation, inputs: readonly Input[]): void {
  const file = textOption(invocation, 'saveMapping')
  if (file === null) return
  const mappings = inputs.flatMap(({ chosen }) => (chosen.mapping === null ? [] : [chosen.mapping]))
  const [mapping] = mappings
  if (mapping === undefined || !mappings.every((other) => same(other, mapping)))
    throw telltaleError('bad_argument', {
      argument: '--save-mapping',
      value: file,
      expected: 'files that have one mapping',
    })
  writeFileSync(resolve(invocation.io.cwd, file), `${JSON.stringify(mapping, null, 2)}\n`)
}

function same(a: Mapping, b: Mapping): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** How many rows to show instead of importing; null: import. A guess is shown before it is used. */
function previewRows(invocation: Invocation, inputs: readonly Input[]): number | null {
  const rows = numberOption(invocation, 'preview', {
    valid: (value) => Number.isInteger(value) && value >= 1 && value <= 200,
    expected: 'a number from 1 to 200',
  })
  const guessed = inputs.some(({ chosen }) => chosen.guessed) && !flagOption(invocation, 'yes')
  return rows ?? (guessed ? 3 : null)
}

function preview(invocation: Invocation, inputs: readonly Input[], rows: number): ExitCode {
  const { io, json } = invocation
  const previews = inputs.map(({ name, head, chosen }) => ({ ...previewImport(head, chosen, rows), path: name }))
  io.out(json ? JSON.stringify({ written: false, previews }) : previews.map(renderPreview).join('\n\n'))
  if (textOption(invocation, 'preview') !== null) return 0
  io.err('The mapping was guessed. Say --yes to take it, or name the columns: --event, --user, --account, --time.')
  return 1
}

async function importAll(invocation: Invocation, inputs: readonly Input[], stdin: Readable): Promise<ExitCode> {
  const { io, json } = invocation
  const bytes = inputs.reduce((sum, { head }) => sum + head.file.bytes, 0)
  const applying = await openApplying(invocation, bytes)
  try {
    const files: ImportedFile[] = []
    for (const input of inputs) {
      const imported = await writeRows(invocation, input, { stdin, applying })
      await applyRows(invocation, { imported, applying })
      files.push({ path: input.name, ...imported, totals: await applying.totals(imported.logName) })
    }
    const counts = await applying.counts()
    const { events, accounts, persons } = counts
    io.out(json ? JSON.stringify({ files, counts: { events, accounts, persons } }) : renderImport(files, counts))
    return 0
  } finally {
    await applying.close()
  }
}

type Writing = { readonly stdin: Readable; readonly applying: Applying }

async function writeRows(invocation: Invocation, input: Input, { stdin, applying }: Writing): Promise<Imported> {
  const { io } = invocation
  const { path, name, chosen } = input
  const source = textOption(invocation, 'source') ?? 'import'
  const plan = await planImport({ path, mapping: chosen.mapping, source })
  const progress = reportProgress(io, `Reading ${name}`, 'rows')
  let written = 0
  // The rows of the whole file are known at its end only; till then the share of its bytes tells, as long as some are unread.
  const tell: ImportRun['progress'] = (rows, bytes, total) => {
    written = rows
    progress.update(rows, bytes === 0 || bytes >= total ? null : Math.round((rows * total) / bytes))
  }
  const writing = importPlanned(invocation, { stdin, applying, plan, progress: tell })
  const following = applying.follow({ log: plan.logName, writing, written: () => written })
  const [imported, followed] = await Promise.allSettled([writing, following])
  if (imported.status === 'rejected') throw imported.reason
  if (followed.status === 'rejected') throw followed.reason
  progress.end(`Read ${name}: ${counted(imported.value.rows, 'row')}.`)
  return imported.value
}

type Planned = Writing & { readonly plan: ImportPlan; readonly progress: ImportRun['progress'] }

function importPlanned(invocation: Invocation, { stdin, applying, plan, progress }: Planned): Promise<Imported> {
  const { io, dataDir, clock } = invocation
  const { suppressed } = applying
  const run = { dataDir, plan, takesMisfits: flagOption(invocation, 'yes'), signal: io.signal, progress }
  if (isMuch(plan.bytes))
    return importOnThread({ ...run, ...suppressed, clock: { now: clock.now(), isStopped: clock !== io.clock } })
  const door = openDoor(() => suppressed.forgotten, compileSettings(suppressed.settings))
  return importFile({ ...run, clock, stdin, readParquet: readParquetRows, door })
}

/** Every row has a position in the log, and the end of the file one more. */
async function applyRows(
  invocation: Invocation,
  { imported, applying }: { imported: Imported; applying: Applying },
): Promise<void> {
  const total = imported.rows + 1
  const progress = reportProgress(invocation.io, applying.server === null ? 'Applying' : 'The server applies', 'rows')
  await applying.apply(imported.logName, total, (applied) => progress.update(Math.min(applied, total), total))
}
