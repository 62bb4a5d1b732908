import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { diffModels, type ModelDiff } from '../../config/diff/diff-models.ts'
import type { Model } from '../../config/model.ts'
import { configInForce } from '../../run/activate-config.ts'
import { latestModel } from '../../store/control/config-versions.ts'
import { openControlStore } from '../../store/control/open-control-store.ts'
import type { CommandSpec } from '../command.ts'
import { expectConfig } from '../find-config.ts'
import { readModel } from '../read-config.ts'
import { printable } from '../render/render-table.ts'

/** The two sides of a comparison; `from` says what the first one is. */
type Sides = { readonly from: string; readonly before: Model; readonly after: Model }

export const diffCommand: CommandSpec = {
  usage: 'diff [other]',
  summary:
    'Say what the configuration file would change, and compute again, against the one in force in the data folder (or against OTHER, a file). Exit code 1 when something changes.',
  options: [],
  examples: ['npx telltale diff', 'npx telltale diff telltale.config.old.ts --json'],
  run: async (invocation) => {
    const { io, json, args, dataDir } = invocation
    const [other] = args
    const file = await readModel(expectConfig(invocation))
    const sides =
      other === undefined
        ? await againstFolder(file, dataDir)
        : { from: other, before: await readModel(resolve(io.cwd, other)), after: file }
    const diff = diffModels(sides.before, sides.after)
    io.out(json ? diffJson(sides, diff) : renderDiff(sides, diff))
    return diff.same ? 0 : 1
  },
}

const FOLDER_UNREADABLE = 'nothing: the configuration in force was kept by another version of Telltale, in another form'

/** Overrides stay in force over a new file, so both sides have them. */
async function againstFolder(file: Model, dataDir: string): Promise<Sides> {
  const builtIn = await readModel(null)
  const none: Sides = { from: 'nothing: no configuration was in force yet', before: builtIn, after: file }
  if (!existsSync(join(dataDir, 'control.sqlite'))) return none
  const control = await openControlStore(dataDir)
  try {
    const before = await latestModel(control)
    const after = await configInForce(file, control)
    if (before === 'unreadable') return { ...none, from: FOLDER_UNREADABLE, after }
    return before === null ? { ...none, after } : { from: `the configuration in force in ${dataDir}`, before, after }
  } finally {
    await control.destroy()
  }
}

function diffJson({ from, before, after }: Sides, diff: ModelDiff): string {
  return JSON.stringify({ from, before: before.hash, after: after.hash, ...diff })
}

function renderDiff({ from }: Sides, { sentences }: ModelDiff): string {
  return [`From ${from}:`, ...sentences.map((sentence) => `  ${sentence}`)].map(printable).join('\n')
}
