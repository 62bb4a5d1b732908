import { executeConfig } from '../../config/load-config.ts'
import type { BacktestAnswer } from '../../contract/backtest.ts'
import { type CommandSpec, flagOption, type Invocation, textOption } from '../command.ts'
import { compareProofs } from '../compare-proofs.ts'
import { connect, connectTo } from '../connect.ts'
import type { Connection } from '../connection.ts'
import { findConfig } from '../find-config.ts'
import { ANY, numberOption } from '../read-option.ts'
import { failedGates, renderBacktest } from '../render/render-backtest.ts'
import { watchProof } from '../watch-proof.ts'
import { worthOf, worthOptions } from '../worth-options.ts'

export const backtestCommand: CommandSpec = {
  usage: 'backtest [what]',
  summary:
    'Judge signals, scores, milestones and pulses by what they would have done over all of recorded history: all (default), signal, score, milestone, pulse, or a name.',
  options: [
    {
      flags: '--config <file>',
      description: 'judge this configuration instead of the one in force, which it leaves as it is',
    },
    {
      flags: '--server <url>',
      description: 'ask this server: the configuration goes there, and only numbers come back',
    },
    { flags: '--compare', description: 'with --config: also judge the one in force, and show before → after' },
    {
      flags: '--min-lift <times>',
      description: 'exit with 1 where a signal may be worth less: the lower limit of its lift',
    },
    { flags: '--outcome <name>', description: 'an outcome of the configuration, instead of what each predicts' },
    { flags: '--within <days>', description: 'days in which the outcome has to come' },
    { flags: '--gap <days>', description: 'days after the alert in which it comes too late to act on' },
    ...worthOptions('with --value and --save-rate says which precision pays'),
    {
      flags: '--neutral <events>',
      description: 'events without meaning, which milestones have to be better than, with commas between',
    },
    { flags: '--method', description: 'show the numbers of the method too' },
  ],
  examples: [
    'npx telltale backtest all',
    'npx telltale backtest seatsGoingQuiet --config other.config.ts --compare',
    'npx telltale backtest signal --min-lift 1.2 --json',
  ],
  run: async (invocation) => {
    const { io, json } = invocation
    const least = numberOption(invocation, 'minLift', ANY)
    const config = invocation.configPath === null ? undefined : await readDraft(invocation.configPath)
    // The candidate is sent; the folder is opened with the configuration that is in force there.
    const asking = { ...invocation, configPath: configInForce(invocation) }
    const server = textOption(invocation, 'server')
    const connection = server === null ? await connect(asking) : connectTo(server, asking)
    try {
      const before = flagOption(invocation, 'compare') ? await ask(invocation, connection, undefined) : null
      const answer = await ask(invocation, connection, config)
      if (json) io.out(JSON.stringify(before === null ? answer : { before, after: answer }))
      else
        io.out(
          before === null
            ? renderBacktest(answer, { method: flagOption(invocation, 'method') })
            : compareProofs(before, answer),
        )
      const failed = least === null ? [] : failedGates(answer, least)
      for (const line of failed) io.err(line)
      return failed.length > 0 ? 1 : 0
    } finally {
      await connection.close()
    }
  },
}

/** The configuration of the working folder; where it has none, --config names that of the project, as for every command. */
function configInForce({ io, configPath }: Invocation): string | null {
  return findConfig({ io, configPath: null }) ?? configPath
}

function ask(invocation: Invocation, connection: Connection, config: unknown): Promise<BacktestAnswer> {
  const request = {
    what: invocation.args[0] ?? 'all',
    ...(config === undefined ? {} : { config }),
    outcome: textOption(invocation, 'outcome') ?? undefined,
    within_days: numberOption(invocation, 'within', ANY) ?? undefined,
    gap_days: numberOption(invocation, 'gap', ANY) ?? undefined,
    neutral: textOption(invocation, 'neutral')
      ?.split(',')
      .map((name) => name.trim()),
    ...worthOf(invocation),
  }
  return watchProof(invocation.io, connection, (run) =>
    connection.post<BacktestAnswer>('/backtest', { ...request, run }),
  )
}

/** @throws config_missing, config_unreadable */
async function readDraft(path: string): Promise<unknown> {
  const executed = await executeConfig(path)
  if ('error' in executed) throw executed.error
  return executed.config.draft
}
