import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { telltaleError } from '../../core/errors.ts'
import { packageRoot } from '../../core/package-root.ts'
import { type CommandSpec, type ExitCode, flagOption, type Invocation, textOption } from '../command.ts'
import { initFrom } from '../init/init-from.ts'
import { initFromDatabase, isDatabase } from '../init/init-from-database.ts'
import { GOALS } from '../init/proposal.ts'
import { MODELS, renderTemplate, TEMPLATES, type TemplateModel } from '../render/render-template.ts'

const NEXT = [
  'Next:',
  '  1. Put the names of your own events into it; `npx telltale check` says what is wrong and what each definition means.',
  '  2. npx telltale start                       the server, on http://127.0.0.1:4620',
  '  3. npx telltale keys create --scope write   a key for the Segment SDK that sends to it',
  '     or npx telltale import FILE              a history you have already',
]
/** A configuration of a few lines, for whoever wants no template. */
const BLANK = 'blank'
const DEFAULT_NAME = 'My product'

export const initCommand: CommandSpec = {
  usage: 'init',
  summary:
    'Write a commented telltale.config.ts to begin with: out of the events that you have already, blank, or for a kind of product and the way it is sold, with milestones, scores and signals. Asks in a terminal.',
  options: [
    {
      flags: '--from <file>',
      description:
        'a file or a folder of events, or a PostgreSQL (its address, or env:NAME of the variable with it), to be looked at; nothing is imported',
    },
    { flags: '--goal <goal>', description: `with --from, what is to be decided: ${GOALS.join(', ')}; default retain` },
    { flags: '--outcome <event>', description: 'with --from, the event that says it came true' },
    {
      flags: '--mapping <file>',
      description: 'with --from, which column is what, as JSON; default: a guess, which is written',
    },
    {
      flags: '--event <column>',
      description: 'with --from, the event; =NAME: the same for all rows. So too for the next three',
    },
    { flags: '--user <column>', description: 'the id of the user' },
    { flags: '--account <column>', description: 'the id of the account' },
    { flags: '--time <column>', description: 'when it happened' },
    {
      flags: '--account-key <path>',
      description: 'with --from a file, where events name the account: context.groupId, properties.company_id …',
    },
    { flags: '--account-table <name>', description: 'with --from a database, the table of the accounts' },
    { flags: '--template <name>', description: `${[BLANK, ...TEMPLATES].join(', ')}` },
    { flags: '--model <model>', description: `with a template: ${MODELS.join(' or ')}` },
    {
      flags: '--playbooks',
      description: 'with a template: with ready playbooks, and the channels by which their messages leave',
    },
    { flags: '--name <name>', description: 'the name of your product', default: DEFAULT_NAME },
    { flags: '--force', description: 'overwrite the file that is there' },
  ],
  examples: [
    'npx telltale init --from events.ndjson.gz --goal retain',
    'npx telltale init --from exports/ --goal convert --outcome "Subscription Started" --name Taskflow',
    'npx telltale init --from env:APP_DATABASE_URL --goal retain --name Taskflow',
    'npx telltale init --template project-management --model trial --name Taskflow',
    'npx telltale init --template collaboration --model freemium --playbooks',
    'npx telltale init --template blank --config config/telltale.config.ts',
  ],
  run: async (invocation) => {
    const path = invocation.configPath ?? join(invocation.io.cwd, 'telltale.config.ts')
    expectFree(invocation, path)
    const from = textOption(invocation, 'from')
    return from === null ? writeTemplate(invocation, path) : writeProposal(invocation, from, path)
  },
}

function expectFree(invocation: Invocation, path: string): void {
  if (!existsSync(path) || flagOption(invocation, 'force')) return
  const expected = 'a file that is not there yet, or --force to overwrite it'
  throw telltaleError('bad_argument', { argument: 'The configuration to write', value: path, expected })
}

async function writeTemplate(invocation: Invocation, path: string): Promise<ExitCode> {
  const { io, json } = invocation
  const template = await chooseTemplate(invocation)
  const model = template === BLANK ? 'trial' : await chooseModel(invocation)
  const name = textOption(invocation, 'name') ?? DEFAULT_NAME
  writeText(
    path,
    renderTemplate(readTemplate(template), { model, name, playbooks: flagOption(invocation, 'playbooks') }),
  )
  io.out(json ? JSON.stringify({ path, template, model }) : [`Wrote ${path}.`, '', ...NEXT].join('\n'))
  return 0
}

async function writeProposal(invocation: Invocation, from: string, path: string): Promise<ExitCode> {
  const { io, json } = invocation
  const proposed = await (isDatabase(from) ? initFromDatabase(invocation, from) : initFrom(invocation, from, path))
  const { mapping, proposal, surveyed } = proposed
  if (mapping !== null) {
    expectFree(invocation, mapping.path)
    writeText(mapping.path, mapping.text)
  }
  writeText(path, proposed.config)
  if (json) {
    const { survey, files } = surveyed
    const traits = { accountTraits: [...survey.accountTraits.keys()], personTraits: [...survey.personTraits.keys()] }
    io.out(JSON.stringify({ path, mapping: mapping?.path ?? null, proposal, survey: { ...survey, ...traits }, files }))
    return 0
  }
  const wrote = `Wrote ${mapping === null ? path : `${path} and ${mapping.path}`}.`
  io.out([proposed.summary, '', wrote, '', ...proposed.next].join('\n'))
  return 0
}

async function chooseTemplate(invocation: Invocation): Promise<string> {
  const valid = [BLANK, ...TEMPLATES]
  const named = textOption(invocation, 'template')
  if (named !== null) return expectOne(valid, { argument: '--template', value: named })
  if (textOption(invocation, 'model') !== null)
    throw telltaleError('bad_argument', { argument: '--model', value: 'alone', expected: 'a --template beside it' })
  return (await invocation.io.choose?.('What kind of product is it?', [...TEMPLATES, BLANK])) ?? BLANK
}

async function chooseModel(invocation: Invocation): Promise<TemplateModel> {
  const named = textOption(invocation, 'model')
  if (named !== null) return expectOne(MODELS, { argument: '--model', value: named })
  const chosen = await invocation.io.choose?.('How does one become a customer?', MODELS)
  return MODELS.find((one) => one === chosen) ?? 'trial'
}

function expectOne<T extends string>(valid: readonly T[], given: { argument: string; value: string }): T {
  const found = valid.find((one) => one === given.value)
  if (found !== undefined) return found
  throw telltaleError('bad_argument', { ...given, expected: `one of ${valid.join(', ')}` })
}

function readTemplate(name: string): string {
  const inPackage = name === BLANK ? ['examples', 'starter', 'telltale.config.ts'] : ['templates', `${name}.config.ts`]
  return readFileSync(join(packageRoot(), ...inPackage), 'utf8')
}

function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw telltaleError(
      'bad_argument',
      { argument: 'The configuration to write', value: path, expected: `a file that can be written (${reason})` },
      error,
    )
  }
}
