import { missingSecrets } from '../../config/delivery/missing-secrets.ts'
import { type LoadedConfig, loadConfig } from '../../config/load-config.ts'
import type { Problem } from '../../config/problem.ts'
import type { CommandSpec } from '../command.ts'
import { counted } from '../counted.ts'
import { type Described, describeDefinitions } from '../describe-definitions.ts'
import type { Diagnosis } from '../doctor/diagnosis.ts'
import { holdAgainstData } from '../doctor/hold-against-data.ts'
import { renderDiagnosis } from '../doctor/render-diagnosis.ts'
import { expectConfig } from '../find-config.ts'
import type { Io } from '../io.ts'
import { printable } from '../render/render-table.ts'
import { shownPath } from '../shown-path.ts'

export const checkCommand: CommandSpec = {
  usage: 'check',
  summary:
    'List every problem of the configuration with its place and the valid choices, and say each definition in English; where a server runs here, also what it asks of data that there is not. Exit code 1 when there are errors.',
  options: [],
  examples: ['npx telltale check', 'npx telltale check --config examples/git/telltale.config.ts --json'],
  run: async (invocation) => {
    const { io, json } = invocation
    const loaded = withMissing(await loadConfig(expectConfig(invocation)), io.env)
    if (loaded.error !== null) throw loaded.error
    const definitions = loaded.model === null ? [] : describeDefinitions(loaded.model)
    const data = loaded.model === null ? [] : await holdAgainstData(invocation, loaded.model)
    const said = { definitions, data, cwd: io.cwd }
    io.out(json ? checkJson(loaded, said) : renderCheck(loaded, said))
    return loaded.model === null ? 1 : 0
  },
}

/** Secrets are looked for where the check runs, which need not be where the server does. */
function withMissing(loaded: LoadedConfig, env: Io['env']): LoadedConfig {
  const missing = missingSecrets(loaded.delivery, (name) => env[name] ?? null)
  return { ...loaded, problems: [...loaded.problems, ...missing] }
}

type Said = { readonly definitions: readonly Described[]; readonly data: readonly Diagnosis[] }

function checkJson({ path, model, problems }: LoadedConfig, { definitions, data }: Said): string {
  return JSON.stringify({ ok: model !== null, path, hash: model?.hash ?? null, problems, definitions, data })
}

function renderCheck(
  { path, model, problems }: LoadedConfig,
  { definitions, data, cwd }: Said & { readonly cwd: string },
): string {
  const listed = problems.map((problem) => renderProblem(problem, { path, cwd }))
  const said = definitions.map(({ kind, key, sentence }) =>
    printable(`${key === '' ? kind : `${kind} ${key}`}: ${sentence}`),
  )
  const errors = problems.filter(({ level }) => level === 'error').length
  const warnings = problems.length - errors
  const total =
    model === null
      ? `${counted(errors, 'error')} and ${counted(warnings, 'warning')} in ${shownPath(path, cwd)}.`
      : `${shownPath(path, cwd)} is good: ${counted(model.signals.length, 'signal')} over ${counted(model.events.length, 'event')}${warnings === 0 ? '' : `, with ${counted(warnings, 'warning')}`}.`
  return [...listed, said.join('\n'), data.map(renderDiagnosis).join('\n'), total]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** One problem, in the form that editors and terminals make a link of. */
export function renderProblem(problem: Problem, { path, cwd }: { path: string; cwd: string }): string {
  const { place } = problem
  const where = place === null ? shownPath(path, cwd) : `${shownPath(place.file, cwd)}:${place.line}:${place.column}`
  return [
    `${where} ${problem.level}: ${printable(problem.message)}`,
    `  in ${printable(problem.path)} (${problem.code})`,
    `  ${printable(problem.mend)}`,
  ].join('\n')
}
