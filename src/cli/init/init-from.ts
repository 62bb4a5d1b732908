import { basename, dirname, join } from 'node:path'
import { telltaleError } from '../../core/errors.ts'
import { isExport, type Mapping } from '../../ingest/files/mapping.ts'
import { type Invocation, textOption } from '../command.ts'
import { counted } from '../counted.ts'
import { shownPath } from '../shown-path.ts'
import { GOALS, type Goal, type Proposal, QUESTIONS } from './proposal.ts'
import { proposeConfig, rankAccountKeys } from './propose-config.ts'
import { proposeEvents } from './propose-events.ts'
import { renderProposal } from './render-proposal.ts'
import { renderSurvey } from './render-survey.ts'
import { type Surveyed, surveyFiles } from './survey-files.ts'

const MAPPING = 'telltale.mapping.json'

/** A configuration out of real events, and what it was made of. Nothing is written yet. */
export type Proposed = {
  readonly config: string
  /** Where the files need one: its name beside the configuration, and its text. */
  readonly mapping: { readonly path: string; readonly text: string } | null
  readonly proposal: Proposal
  readonly surveyed: Surveyed
  /** What is to be read before it is used. */
  readonly summary: string
  readonly next: readonly string[]
}

/** Asks for the goal first where somebody sits at the terminal, then looks, then asks for the outcome. @throws import_missing, mapping_incomplete, bad_argument */
export async function initFrom(invocation: Invocation, from: string, configPath: string): Promise<Proposed> {
  const goal = await chooseGoal(invocation)
  const surveyed = await surveyFiles(invocation, from)
  if (surveyed.survey.names.length === 0) throw nothingSeen(from, surveyed)
  const outcome = await chooseOutcome(invocation, surveyed)
  const proposal = proposeConfig(surveyed.survey, {
    alone: surveyed.files.some(({ chosen }) => isAlone(chosen.mapping)),
    goal,
    outcome,
    accountKey: await chooseAccountKey(invocation, surveyed),
    name: textOption(invocation, 'name') ?? 'My product',
  })
  const mapping = mappingOf(surveyed)
  const given = textOption(invocation, 'mapping')
  const path = join(dirname(configPath), MAPPING)
  const shown = given ?? shownPath(path, invocation.io.cwd)
  return {
    config: renderProposal(proposal, surveyed.survey, { files: basename(from), sources: [] }),
    mapping: mapping === null || given !== null ? null : { path, text: `${JSON.stringify(mapping, null, 2)}\n` },
    proposal,
    surveyed,
    summary: renderSurvey(surveyed, proposal),
    next: [
      'Next:',
      '  1. Read it: what it asks stands at its head. `npx telltale check` says what each definition means.',
      `  2. npx telltale import ${surveyed.files.map((file) => shownPath(file.path, invocation.io.cwd)).join(' ')}${mapping === null ? '' : ` --mapping ${shown}`}`,
      '  3. npx telltale backtest all     what the signals would have said, and whether they were right',
    ],
  }
}

export async function chooseGoal(invocation: Invocation): Promise<Goal> {
  const named = textOption(invocation, 'goal')
  if (named !== null) {
    const goal = GOALS.find((one) => one === named)
    if (goal !== undefined) return goal
    throw telltaleError('bad_argument', { argument: '--goal', value: named, expected: `one of ${GOALS.join(', ')}` })
  }
  const answer = await invocation.io.choose?.('What do you want to know first?', Object.values(QUESTIONS))
  return GOALS.find((goal) => QUESTIONS[goal] === answer) ?? 'retain'
}

const BY_GOAL = 'let the goal say'

/** The raw name of the event that is the outcome; null: the goal says. */
export async function chooseOutcome(invocation: Invocation, { survey }: Surveyed): Promise<string | null> {
  const names = survey.names.map(({ name }) => name)
  const named = textOption(invocation, 'outcome')
  if (named !== null) {
    if (names.includes(named)) return named
    const expected = `an event that was seen: ${names.slice(0, 20).join(', ')}`
    throw telltaleError('bad_argument', { argument: '--outcome', value: named, expected })
  }
  const telling = proposeEvents(survey).filter(({ meaning, kind }) => meaning !== null || kind === 'intent')
  if (telling.length === 0) return null
  const choices = [BY_GOAL, ...new Set(telling.map(({ name }) => name))]
  const chosen = (await invocation.io.choose?.('Which event says that it came true?', choices)) ?? BY_GOAL
  return chosen === BY_GOAL ? null : chosen
}

/** Where an event names its account; null: what covers most. */
async function chooseAccountKey(invocation: Invocation, { survey }: Surveyed): Promise<string | null> {
  const paths = rankAccountKeys(survey.accountKeys).map(({ path }) => path)
  const named = textOption(invocation, 'accountKey')
  if (named !== null) {
    if (paths.includes(named)) return named
    const expected = paths.length === 0 ? 'nothing: no event names an account' : `one of ${paths.join(', ')}`
    throw telltaleError('bad_argument', { argument: '--account-key', value: named, expected })
  }
  if (paths.length < 2) return null
  return (await invocation.io.choose?.('Which of these is the account?', paths)) ?? null
}

function isAlone(mapping: Mapping | null): boolean {
  if (mapping === null || isExport(mapping)) return false
  return mapping.account !== undefined && JSON.stringify(mapping.account) === JSON.stringify(mapping.user)
}

/** One mapping for all files, where they need one that nobody has written down yet. */
function mappingOf({ files }: Surveyed): Mapping | null {
  const [first] = files
  if (first === undefined || first.chosen.mapping === null) return null
  const same = files.every(({ chosen }) => JSON.stringify(chosen.mapping) === JSON.stringify(first.chosen.mapping))
  if (same) return first.chosen.mapping
  const two = files.find(({ chosen }) => JSON.stringify(chosen.mapping) !== JSON.stringify(first.chosen.mapping))
  throw telltaleError('bad_argument', {
    argument: '--from',
    value: `${basename(first.path)} and ${basename(two?.path ?? '')}`,
    expected: 'files of one shape; look at each by itself, or say the columns: --event, --user, --account, --time',
  })
}

function nothingSeen(from: string, { files }: Surveyed): Error {
  const rows = files.reduce((sum, file) => sum + file.rows, 0)
  const reason = `none of ${counted(rows, 'row')} is an event of somebody at a time; --preview of telltale import shows what they become`
  return telltaleError('import_unreadable', { path: from, format: 'events', reason })
}
