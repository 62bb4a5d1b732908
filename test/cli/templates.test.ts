import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import { runCommand, tempFolder } from './run-command.ts'

type Event = readonly [name: string, properties?: Readonly<Record<string, unknown>>]

/** Every milestone, and so fully activated, and the same with one less of what is counted. */
const JOURNEYS: Readonly<Record<string, { readonly whole: readonly Event[]; readonly short: readonly Event[] }>> = {
  'project-management': {
    whole: [
      ['Project Created'],
      ['Task Completed'],
      ['Invite Sent'],
      ['Invite Sent'],
      ['Integration Connected'],
      ['Workflow Created'],
    ],
    short: [['Project Created'], ['Task Completed'], ['Invite Sent'], ['Integration Connected'], ['Workflow Created']],
  },
  'marketing-automation': {
    whole: [
      ['Contacts Imported', { contacts: 50 }],
      ['Email Campaign Sent'],
      ['CRM Connected'],
      ['Automation Created'],
      ['Tracking Configured'],
    ],
    short: [['Contacts Imported', { contacts: 49 }], ['Email Campaign Sent'], ['Automation Created']],
  },
  analytics: {
    whole: [
      ['Data Source Connected'],
      ['Dashboard Saved', { widgets: 3 }],
      ['Dashboard Shared'],
      ['Report Scheduled'],
      ['Data Refresh Scheduled'],
    ],
    short: [['Data Source Connected'], ['Dashboard Saved', { widgets: 2 }], ['Dashboard Shared'], ['Report Scheduled']],
  },
  collaboration: {
    whole: [
      ['Document Created'],
      ['Document Shared'],
      ['Comment Received'],
      ['Channel Joined'],
      ['Notifications Configured'],
    ],
    short: [['Document Created'], ['Document Shared'], ['Channel Joined']],
  },
}
const EIGHT = Object.keys(JOURNEYS).flatMap((template) =>
  (['trial', 'freemium'] as const).map((model) => [template, model] as const),
)

it.each(EIGHT)(
  '%s sold as %s: check finds nothing wrong, and full activation is within reach',
  async (template, model) => {
    const cwd = tempFolder()
    const now = Date.parse('2026-03-04T06:00:00Z')
    const run = (...argv: string[]) => runCommand(argv, { cwd, now })
    expect((await run('init', '--template', template, '--model', model, '--name', 'Mine')).code).toBe(0)
    const checked = JSON.parse((await run('check', '--json')).out)
    expect(checked).toMatchObject({ ok: true, problems: [] })
    const on = checked.definitions.filter(({ kind }: { kind: string }) => kind === 'signal')
    expect(on.length).toBeGreaterThanOrEqual(6)

    const told = Object.entries(JOURNEYS[template]!).flatMap(([account, events]) => [
      { type: 'group', groupId: account, traits: { created_at: '2026-03-01T08:00:00Z', plan: 'free' } },
      ...events.map(([event, properties = {}]) => ({
        type: 'track',
        event,
        properties,
        context: { groupId: account },
      })),
    ])
    const lines = told.map((message, n) => ({
      messageId: `t${n}`,
      userId: 'ana',
      timestamp: '2026-03-02T09:00:00Z',
      ...message,
    }))
    writeFileSync(join(cwd, 'events.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'))
    expect((await run('import', 'events.ndjson')).code).toBe(0)
    const explain = async (account: string): Promise<AccountDetail> =>
      JSON.parse((await run('explain', 'account', account, '--json')).out)
    const whole = await explain('whole')
    expect(whole.activation).toMatchObject({ fully: true, speed: 'fast', activatedAt: '2026-03-02T09:00:00.000Z' })
    expect(whole.activation?.milestones.filter(({ doneAt }) => doneAt === null)).toEqual([])
    expect(whole.explanations.filter(({ state }) => state === 'on').map(({ signal }) => signal)).toContain(
      'fastActivation',
    )
    const short = await explain('short')
    expect(short.activation?.activatedAt).toBeNull()
    // What was counted one short is not done, and how near it is can be seen.
    expect(
      short.activation?.milestones.filter(({ doneAt, required }) => doneAt === null && required).length,
    ).toBeGreaterThanOrEqual(1)
  },
  60_000,
)

/** Where the messages of ready playbooks would leave by. */
const SECRETS = {
  ...{ SMTP_URL: 'smtp://localhost:2525', CRM_URL: 'https://crm.example.com/hook' },
  ...{ CRM_SECRET: `whsec_${'c'.repeat(32)}`, TELLTALE_STATE_SECRET: 's'.repeat(40) },
}

it.each(EIGHT)('%s sold as %s with ready playbooks: check finds nothing wrong with them', async (template, model) => {
  const cwd = tempFolder()
  const run = (...argv: string[]) => runCommand(argv, { cwd, env: SECRETS })
  expect((await run('init', '--template', template, '--model', model, '--playbooks')).code).toBe(0)
  const checked = JSON.parse((await run('check', '--json')).out)
  expect(checked).toMatchObject({ ok: true, problems: [] })
  const keys = checked.definitions.flatMap(({ kind, key }: { kind: string; key: string }) =>
    kind === 'playbook' ? [key] : [],
  )
  const newcomers = ['goingQuiet', 'highPotential', 'partlyActivated', 'powerUser', 'stalledSeats', 'struggling']
  const sold = model === 'trial' ? ['readyToBuy'] : ['limitToSales', 'offer', 'upgradePrompt', 'usageReport']
  expect(keys).toEqual([...newcomers, ...sold].sort())
})

it('what is only for the other model is left out, with the imports that nobody needs then', async () => {
  const cwd = tempFolder()
  const write = async (model: string): Promise<string> => {
    await runCommand(['init', '--template', 'analytics', '--model', model, '--force'], { cwd })
    return readFileSync(join(cwd, 'telltale.config.ts'), 'utf8')
  }
  const trial = await write('trial')
  const freemium = await write('freemium')
  const holds = (text: string) =>
    ['trialDays', 'readyToBuy', 'evaluators', 'constant', 'habit', 'limitUse', 'streakWeeks', '// end'].filter((word) =>
      text.includes(word),
    )
  expect(holds(trial)).toEqual(['trialDays', 'readyToBuy', 'evaluators', 'constant'])
  expect(holds(freemium)).toEqual(['habit', 'limitUse', 'streakWeeks'])
  expect([trial.includes("model: 'trial'"), freemium.includes("model: 'freemium'")]).toEqual([true, true])
})

it('asks in a terminal, and says which there are', async () => {
  const cwd = tempFolder()
  const asked = await runCommand(['init', '--json'], { cwd, answers: ['collaboration', 'freemium'] })
  expect(JSON.parse(asked.out)).toMatchObject({ template: 'collaboration', model: 'freemium' })
  const refused = await runCommand(['init', '--template', 'crm', '--force'], { cwd })
  expect(refused).toMatchObject({
    code: 2,
    err: '--template is crm; expected one of blank, project-management, marketing-automation, analytics, collaboration.',
  })
  const alone = await runCommand(['init', '--model', 'trial', '--force'], { cwd })
  expect(alone).toMatchObject({ code: 2, err: '--model is alone; expected a --template beside it.' })
})
