import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommand, tempFolder } from '../cli/run-command.ts'
import { realFile } from './real-data.ts'

const git = realFile('git_activity/commits.csv.gz')
const sparkify = realFile('sparkify_nov2018/log_data_2018-11.ndjson.gz')

describe.skipIf(git.skipped !== '')(`a first configuration of real events${git.skipped}`, () => {
  it('of repositories: a row is a commit, the repository its account, and the kinds of work are parts of the product', async () => {
    const cwd = tempFolder()
    const { code } = await runCommand(['init', '--from', git.path, '--name', 'Open source'], { cwd })
    expect(code).toBe(0)
    expect(JSON.parse(readFileSync(join(cwd, 'telltale.mapping.json'), 'utf8'))).toEqual({
      type: 'track',
      event: { constant: 'Commit' },
      user: { column: 'user_id' },
      account: { column: 'account_id' },
      time: { column: 'ts_epoch', unit: 's' },
    })
    expect(readFileSync(join(cwd, 'telltale.config.ts'), 'utf8')).toMatchInlineSnapshot(`
      "import {
        all,
        any,
        change,
        days,
        defineConfig,
        distinctUsers,
        event,
        fastDrop,
        inactive,
        outcome,
        property,
        signal,
        silence,
        slowDrop,
      } from 'telltale'

      // Who is about to leave? Proposed from commits.csv.gz: 31,580 events of 2,893 people, 2012-07-09 to 2026-08-22
      // (5157 days).
      //
      // To be decided by you:
      // 1. Is Commit what people come for? Kind core, team, data and depth make somebody active; the others do not.
      // 2. Which time zone do your days have?
      // 3. Who is not to be counted: your own staff, test accounts?
      export default defineConfig({
        product: { name: 'Open source', model: 'freemium', timezone: 'UTC' },

        // Where an event names its account. Seen: context.groupId on 100 % of the events, 12 accounts, 2 % of their
        // people in several.
        account: { key: ['context.groupId'] },

        // exclude: [emailDomain('your-company.com'), accountIds(['test'])],

        events: {
          // What people come for.
          commit: event('Commit', { kind: 'core', feature: 'commit' }), // 31,580 by 2,893

          // Further use.
          fix: event('Commit', { kind: 'depth', feature: 'fix', where: property('kind').is('fix') }), // about 2,726
          chore: event('Commit', { kind: 'depth', feature: 'chore', where: property('kind').is('chore') }), // about 1,872
          docs: event('Commit', { kind: 'depth', feature: 'docs', where: property('kind').is('docs') }), // about 1,365
          feat: event('Commit', { kind: 'depth', feature: 'feat', where: property('kind').is('feat') }), // about 1,187
        },

        // What signals announce, so that \`telltale backtest all\` can say whether they were right.
        outcomes: {
          // Nothing of what people come for in 21 days: of 100 pauses of an account, 95 were over within 9.
          quiet: inactive(days(21), 'commit'),
        },

        signals: {
          // Use has fallen far below the account’s own usual week. Says nothing of accounts younger than about six weeks.
          usageDrop: signal('risk')
            .detects(fastDrop())
            .predicts(outcome('quiet').within(days(42)))
            .suggest({ team: 'success', action: 'Call and ask what changed', cadence: 'weekly' }),

          // Nobody has been there for longer than is usual for the account.
          wentSilent: signal('risk')
            .detects(silence())
            .predicts(outcome('quiet').within(days(42)))
            .suggest({ team: 'success', action: 'Reach whoever used it most', cadence: 'weekly' }),

          // Use falls too slowly to be seen in a week.
          slowDecline: signal('risk')
            .detects(slowDrop())
            .predicts(outcome('quiet').within(days(42)))
            .suggest({ team: 'success', action: 'Go through their goals again', cadence: 'monthly' }),

          // Half of the people of the four weeks before, or fewer, of three at least; over when nobody is left, which
          // others say.
          fewerPeople: signal('risk')
            .when(
              all(
                distinctUsers('commit', days(28).before(days(28))).atLeast(3),
                change(distinctUsers('commit', days(28))).atMost(-0.5),
              ),
            )
            .until(
              any(
                change(distinctUsers('commit', days(28))).over(-0.3),
                distinctUsers('commit', days(28)).under(1),
              ),
            )
            .minimum(3)
            .predicts(outcome('quiet').within(days(42)))
            .suggest({ team: 'success', action: 'Ask who works on what now', cadence: 'monthly' }),
        },
      })
      "
    `)
  })

  it('of a music service: pages are events, a listener is an account of one', async () => {
    const cwd = tempFolder()
    const made = await runCommand(['init', '--from', sparkify.path, '--goal', 'convert', '--name', 'Sparkify'], { cwd })
    expect(made.code).toBe(0)
    expect(readFileSync(join(cwd, 'telltale.config.ts'), 'utf8')).toMatchInlineSnapshot(`
      "import {
        count,
        days,
        defineConfig,
        distinctDays,
        event,
        happened,
        inactive,
        outcome,
        signal,
        silence,
      } from 'telltale'

      // Who is ready to buy? Proposed from log_data_2018-11.ndjson.gz: 8,056 events of 97 people, 2018-11-01 to
      // 2018-11-30 (29 days).
      //
      // To be decided by you:
      // 1. Is NextSong what people come for? Kind core, team, data and depth make somebody active; the others do not.
      // 2. Nothing in the events names a company: is a user an account of one, or which property names it?
      // 3. Which time zone do your days have?
      // 4. Who is not to be counted: your own staff, test accounts?
      export default defineConfig({
        product: { name: 'Sparkify', model: 'freemium', timezone: 'UTC' },

        // Nothing names a company: every user is an account of one.
        account: { key: ['userId'] },

        // exclude: [emailDomain('your-company.com'), accountIds(['test'])],

        events: {
          // What people come for.
          nextSong: event('NextSong', { kind: 'core', feature: 'song' }), // 6,820 by 96

          // What somebody wants.
          downgrade: event('Downgrade', { kind: 'intent' }), // 60 by 17
          upgrade: event('Upgrade', { kind: 'intent' }), // 21 by 15

          // Something is in the way.
          help: event('Help', { kind: 'support' }), // 38 by 21
          error: event('Error', { kind: 'support' }), // 9 by 9

          // Makes nobody active.
          home: event('Home'), // 635 by 85
          logout: event('Logout'), // 90 by 41
          settings: event('Settings'), // 56 by 26
          about: event('About'), // 22 by 15
          saveSettings: event('Save Settings'), // 10 by 8
          submitUpgrade: event('Submit Upgrade'), // 8 by 8
          submitDowngrade: event('Submit Downgrade'), // 1 by 1
        },

        // What signals announce, so that \`telltale backtest all\` can say whether they were right.
        outcomes: {
          // Submit Upgrade: only 8 times so far.
          submitUpgradeHappened: happened('submitUpgrade'),
          // Nothing of what people come for in 21 days: of 100 pauses of an account, 95 were over within 9.
          quiet: inactive(days(21), 'nextSong'),
        },

        signals: {
          // Upgrade: 21 times by 15 people. Only where there is some use.
          readyToBuy: signal('intent')
            .on('upgrade')
            .when(count('nextSong', days(7)).atLeast(3))
            .cooldown(days(14))
            .predicts(outcome('submitUpgradeHappened').within(days(30)))
            .suggest({ team: 'sales', action: 'Ask what they want to do with it', cadence: 'once' }),

          // They come back: on five days of two weeks.
          habit: signal('engagement')
            .when(distinctDays('nextSong', days(14)).atLeast(5))
            .until(distinctDays('nextSong', days(14)).under(3))
            .predicts(outcome('submitUpgradeHappened').within(days(30)))
            .suggest({ team: 'growth', action: 'Show what the next plan adds to what they do', cadence: 'once' }),

          // Nobody has been there for longer than is usual for the account.
          wentSilent: signal('risk')
            .detects(silence())
            .predicts(outcome('quiet').within(days(42)))
            .suggest({ team: 'success', action: 'Reach whoever used it most', cadence: 'weekly' }),
        },
      })
      "
    `)
  })
})
