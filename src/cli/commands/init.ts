import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { telltaleError } from '../../core/errors.ts'
import { packageRoot } from '../../core/package-root.ts'
import { type CommandSpec, flagOption, type Invocation, textOption } from '../command.ts'
import { MODELS, renderTemplate, TEMPLATES, type TemplateModel } from '../render-template.ts'

const NEXT = [
  'Next:',
  '  1. Put the names of your own events into it; `npx telltale check` says what is wrong and what each definition means.',
  '  2. npx telltale start                       the server, on http://127.0.0.1:4620',
  '  3. npx telltale keys create --scope write   a key for the Segment SDK that sends to it',
  '     or npx telltale import FILE              a history you have already',
]
/** A configuration of a few lines, for whoever wants no template. */
const BLANK = 'blank'

export const initCommand: CommandSpec = {
  usage: 'init',
  summary:
    'Write a commented telltale.config.ts to begin with: blank, or for a kind of product and the way it is sold, with milestones, scores and signals. Asks in a terminal.',
  options: [
    { flags: '--template <name>', description: `${[BLANK, ...TEMPLATES].join(', ')}` },
    { flags: '--model <model>', description: `with a template: ${MODELS.join(' or ')}` },
    { flags: '--name <name>', description: 'the name of your product', default: 'My product' },
    { flags: '--force', description: 'overwrite the file that is there' },
  ],
  examples: [
    'npx telltale init --template project-management --model trial --name Taskflow',
    'npx telltale init --template collaboration --model freemium',
    'npx telltale init --template blank --config config/telltale.config.ts',
  ],
  run: async (invocation) => {
    const { io, json } = invocation
    const path = invocation.configPath ?? join(io.cwd, 'telltale.config.ts')
    if (existsSync(path) && !flagOption(invocation, 'force'))
      throw telltaleError('bad_argument', {
        argument: 'The configuration to write',
        value: path,
        expected: 'a file that is not there yet, or --force to overwrite it',
      })
    const template = await chooseTemplate(invocation)
    const model = template === BLANK ? 'trial' : await chooseModel(invocation)
    writeConfig(path, renderTemplate(readTemplate(template), { model, name: textOption(invocation, 'name') ?? '' }))
    io.out(json ? JSON.stringify({ path, template, model }) : [`Wrote ${path}.`, '', ...NEXT].join('\n'))
    return 0
  },
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

function writeConfig(path: string, text: string): void {
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
