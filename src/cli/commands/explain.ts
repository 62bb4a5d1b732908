import type { AccountDetail } from '../../contract/account.ts'
import type { Explanation } from '../../contract/explanation.ts'
import type { PersonDetail } from '../../contract/people.ts'
import type { ScoreStanding } from '../../contract/scores.ts'
import { telltaleError } from '../../core/errors.ts'
import { type CommandSpec, flagOption, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { renderExplanations, renderInFull } from '../render/render-explanation.ts'
import { renderIndicators } from '../render/render-indicators.ts'
import { renderOutcomes } from '../render/render-outcomes.ts'
import { renderLedger, renderStanding } from '../render/render-standing.ts'

export const explainCommand: CommandSpec = {
  usage: 'explain <what> <key>',
  summary:
    'Say in plain English why each signal of an account (or person) is on or off, and how far from its threshold.',
  options: [
    {
      flags: '--as-of <day>',
      description: 'as of the close of a past day: only what was known then, with the config of then',
    },
    { flags: '--signal <name>', description: 'only this signal, with its evidence' },
    { flags: '--since <day>', description: 'with --score: why it is another than at the close of that day' },
    {
      flags: '--indicators',
      description: 'the named indicators of an account and its members, with the last eight weeks',
    },
    { flags: '--score <name>', description: 'only this score, part by part; activation is one too' },
  ],
  examples: [
    'npx telltale explain account acme',
    'npx telltale explain account acme --as-of 2026-03-01',
    'npx telltale explain account acme --indicators',
  ],
  run: async (invocation) => {
    const [what, key] = invocation.args
    if (what !== 'account' && what !== 'person')
      throw telltaleError('bad_argument', { argument: 'what', value: String(what), expected: 'account or person' })
    const connection = await connect(invocation)
    try {
      const path = `/${what === 'account' ? 'accounts' : 'people'}/${encodeURIComponent(String(key))}${queryOf({ asOf: textOption(invocation, 'asOf'), since: what === 'account' ? textOption(invocation, 'since') : null })}`
      const detail = await connection.get<AccountDetail | PersonDetail>(path)
      const signal = textOption(invocation, 'signal')
      const score = textOption(invocation, 'score')
      if (score !== null) {
        const found = findScore(detail, score)
        invocation.io.out(invocation.json ? JSON.stringify(found) : renderLedger(found))
        return 0
      }
      if (flagOption(invocation, 'indicators') && 'indicators' in detail) {
        const { indicators, members } = detail
        const listed = members.map(({ person, indicators: own }) => ({ person, indicators: own }))
        const all = { ...identityOf(detail), indicators, members: listed }
        invocation.io.out(invocation.json ? JSON.stringify(all) : renderIndicators(detail))
        return 0
      }
      const shown = signal === null ? detail.explanations : findSignal(detail.explanations, signal)
      invocation.io.out(
        invocation.json
          ? JSON.stringify({ ...identityOf(detail), explanations: shown, ...standingOf(detail) })
          : signal === null
            ? [
                renderExplanations(detail, shown),
                ...renderStanding(standingOf(detail)),
                ...renderOutcomes(standingOf(detail).outcomes),
              ].join('\n')
            : shown.map((one) => renderInFull(detail, one, detail.episodes)).join('\n\n'),
      )
      return 0
    } finally {
      await connection.close()
    }
  },
}

function identityOf({
  key,
  asOf,
  configOf,
}: AccountDetail | PersonDetail): Pick<AccountDetail, 'key' | 'asOf' | 'configOf'> {
  return { key, asOf, configOf }
}

/** Scores, onboarding and outcomes are of accounts. */
function standingOf(detail: AccountDetail | PersonDetail): Pick<AccountDetail, 'scores' | 'activation' | 'outcomes'> {
  return 'scores' in detail
    ? { scores: detail.scores, activation: detail.activation, outcomes: detail.outcomes }
    : { scores: [], activation: null, outcomes: [] }
}

function findScore(detail: AccountDetail | PersonDetail, key: string): ScoreStanding {
  const { scores, activation } = standingOf(detail)
  const all = [...(activation === null ? [] : [activation.score]), ...scores]
  const found = all.find((one) => one.key === key)
  if (found !== undefined) return found
  const expected = all.map((one) => one.key).join(', ') || 'there are no scores'
  throw telltaleError('bad_argument', { argument: '--score', value: key, expected })
}

/** A member's signal may be there once for each of the person's accounts. */
function findSignal(explanations: readonly Explanation[], signal: string): readonly Explanation[] {
  const found = explanations.filter((one) => one.signal === signal)
  if (found.length > 0) return found
  throw telltaleError('bad_argument', {
    argument: '--signal',
    value: signal,
    expected: [...new Set(explanations.map((one) => one.signal))].join(', ') || 'none applies',
  })
}
