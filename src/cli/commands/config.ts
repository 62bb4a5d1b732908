import { renameSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Override } from '../../config/override/apply-overrides.ts'
import { overriddenValue, overridePath, parseOverride, valueAt } from '../../config/override/override-path.ts'
import { telltaleError } from '../../core/errors.ts'
import { overridesInForce } from '../../run/activate-config.ts'
import { dataFolder } from '../../run/data-folder.ts'
import { readServerFile } from '../../run/server-file.ts'
import { readOverrides, setOverride } from '../../store/control/config-versions.ts'
import { type CommandSpec, flagOption, type Invocation } from '../command.ts'
import { counted } from '../counted.ts'
import { expectConfig } from '../find-config.ts'
import { noteHere } from '../note-here.ts'
import { type Pulled, pullOverrides } from '../pull-overrides.ts'
import { readModel } from '../read-config.ts'
import { renderPatch } from '../render/render-patch.ts'
import { printable, renderTable } from '../render/render-table.ts'
import { whoAsks } from '../who-asks.ts'
import { withControl } from '../with-control.ts'

/** When it is judged by. */
function fromWhen({ dataDir }: Invocation): string {
  return readServerFile(dataFolder(dataDir).serverFile) === null
    ? 'The next start of the server judges by it; until then nothing changes.'
    : 'The running server judges by it from now on. What that turns on or off sets nothing off.'
}

export const configSetCommand: CommandSpec = {
  usage: 'config set <path> <value>',
  summary:
    'Override a threshold, a text, on or off, or the assignee of the configuration file, without editing it. Who set what when is kept.',
  options: [],
  examples: [
    'npx telltale config set signals.goingQuiet.when 21',
    'npx telltale config set signals.goingQuiet.enabled false',
    'npx telltale config set signals.goingQuiet.action "Call within the week"',
  ],
  run: async (invocation) => {
    const [path = '', value = ''] = invocation.args
    const model = await readModel(expectConfig(invocation))
    const override = parseOverride(model, path, value)
    const file = valueAt(model, override)
    await note(invocation, path, override)
    invocation.io.out(
      invocation.json
        ? JSON.stringify({ path, value: overriddenValue(override), file })
        : printable(`${path} is ${value}; the file says ${file ?? 'nothing'}.`),
    )
    invocation.io.err(fromWhen(invocation))
    return 0
  },
}

export const configUnsetCommand: CommandSpec = {
  usage: 'config unset <path>',
  summary: 'Take an override back: what the file says is in force again.',
  options: [],
  examples: ['npx telltale config unset signals.goingQuiet.when'],
  run: async (invocation) => {
    const [path = ''] = invocation.args
    const overrides = await withControl(invocation, overridesInForce)
    if (!overrides.some((override) => overridePath(override) === path)) {
      const valid = overrides.map(overridePath).join(', ') || 'none'
      throw telltaleError('unknown_name', { what: 'override', name: path, valid })
    }
    await note(invocation, path, null)
    invocation.io.out(invocation.json ? JSON.stringify({ path, value: null }) : printable(`${path} is as in the file.`))
    invocation.io.err(fromWhen(invocation))
    return 0
  },
}

export const configListCommand: CommandSpec = {
  usage: 'config list',
  summary: 'List the overrides: who set what, and when.',
  options: [{ flags: '--all', description: 'also those that were replaced or taken back: everything ever set' }],
  examples: ['npx telltale config list', 'npx telltale config list --all --json'],
  run: async (invocation) => {
    const all = await withControl(invocation, readOverrides)
    const last = new Map(all.map((row) => [row.path, row]))
    const rows = flagOption(invocation, 'all') ? all : [...last.values()].filter(({ value }) => value !== null)
    const shown = rows.map(({ path, value, setBy, setAt }) => ({
      path,
      value: value === null ? null : overriddenValue(value as Override),
      setBy,
      setAt: new Date(setAt).toISOString(),
    }))
    invocation.io.out(invocation.json ? JSON.stringify(shown) : renderOverrides(shown))
    return 0
  },
}

export const configPullCommand: CommandSpec = {
  usage: 'config pull',
  summary:
    'Print the overrides in force as a patch of the configuration file. Exit code 1 when some have to be written by hand.',
  options: [{ flags: '--write', description: 'write the file, and take back the overrides that are now in it' }],
  examples: ['npx telltale config pull', 'npx telltale config pull --write', 'npx telltale config pull | git apply'],
  run: async (invocation) => {
    const { io, json } = invocation
    const path = expectConfig(invocation)
    const model = await readModel(path)
    const overrides = await withControl(invocation, overridesInForce)
    const pulled = await pullOverrides(path, { model, overrides })
    const write = flagOption(invocation, 'write') && pulled.placed.length > 0
    if (write) await writePulled(invocation, path, pulled)
    const patch = renderPatch(relative(io.cwd, path), pulled.before, pulled.after)
    if (json) io.out(JSON.stringify({ path, written: write, patch, ...namesOf(pulled) }))
    else if (write) io.out(`Wrote ${counted(pulled.placed.length, 'override')} into ${path}.`)
    else if (patch !== '') io.out(patch)
    if (overrides.length === 0) io.err('No override is in force: the file says it all.')
    for (const override of pulled.left) io.err(byHand(override, valueAt(model, override)))
    return pulled.left.length === 0 ? 0 : 1
  },
}

function namesOf({ placed, left }: Pulled): { placed: string[]; left: string[] } {
  return { placed: placed.map(overridePath), left: left.map(overridePath) }
}

/** The file first: should this end half-way, an override says once more what the file says already. */
async function writePulled(invocation: Invocation, path: string, { after, placed }: Pulled): Promise<void> {
  const next = `${path}.${process.pid}.tmp`
  writeFileSync(next, after, { flag: 'wx' })
  renameSync(next, path)
  for (const override of placed) await note(invocation, overridePath(override), null)
}

function byHand(override: Override, file: string | null): string {
  const says =
    file === null ? 'the file has no such place; `telltale config unset` takes it back' : `the file has ${quoted(file)}`
  return printable(`By hand: ${overridePath(override)} is ${quoted(overriddenValue(override))}; ${says}.`)
}

/** Words of a text in quotes, so that one sees where they end. */
function quoted(value: string): string {
  return /[\s.]/.test(value) && Number.isNaN(Number(value)) ? `“${value}”` : value
}

async function note(invocation: Invocation, path: string, value: Override | null): Promise<void> {
  const { clock } = invocation
  const setBy = whoAsks(invocation)
  await withControl(invocation, async (db) => {
    const before = (await overridesInForce(db)).find((one) => overridePath(one) === path)
    await setOverride(db, { path, value, setBy, setAt: clock.now() })
    await noteHere(db, invocation, {
      ...{ what: 'setOverride', subject: path },
      before: before === undefined ? null : overriddenValue(before),
      after: value === null ? null : overriddenValue(value),
    })
  })
}

type Shown = { readonly path: string; readonly value: string | null; readonly setBy: string; readonly setAt: string }

function renderOverrides(rows: readonly Shown[]): string {
  if (rows.length === 0) return 'No override: what the file says is in force.'
  return renderTable(
    [
      { head: 'path', cell: ({ path }) => path },
      { head: 'value', cell: ({ value }) => value ?? '(as in the file)' },
      { head: 'set by', cell: ({ setBy }) => setBy },
      { head: 'at', cell: ({ setAt }) => setAt.slice(0, 16).replace('T', ' ') },
    ],
    rows,
  )
}
