import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../src/config/define-config.ts'
import type { BacktestAnswer } from '../../src/contract/backtest.ts'
import { dayToIso } from '../../src/core/time.ts'
import { churned, days, defineConfig, event, outcome, signal } from '../../src/index.ts'
import type { Panel } from '../../src/proof/panel/panel.ts'
import { importHistory } from '../../src/run/apply/import-history.ts'
import type { Project } from '../../src/run/project.ts'
import { backtest } from '../../src/run/prove/backtest.ts'
import { gatherPanel, type PanelAsked } from '../../src/run/prove/gather-panel.ts'
import { openStory, type Story, storyFolder } from '../stories/open-story-project.ts'

/** Notes are what accounts come for, and an alarm is one signal, of leaving within so many days. */
export function alarms(withinDays: number, limits: { readonly readyAccounts?: number } = {}): Config {
  return defineConfig({
    limits,
    events: { note: event('Note Written', { kind: 'core' }), alarm: event('Alarm Raised', { kind: 'other' }) },
    outcomes: { churned: churned() },
    signals: {
      alarm: signal('risk')
        .on('alarm')
        .predicts(outcome('churned').within(days(withinDays))),
    },
  })
}

/** A project whose past was imported, as of an instant. */
export async function openPast(config: Config, now: string, rows: readonly object[]): Promise<Story> {
  const story = await openStory({ config, start: now })
  const path = join(storyFolder(), 'past.ndjson')
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'))
  const readParquet = () => {
    throw new Error('no Parquet here')
  }
  await importHistory(story.project(), { path, source: 'past', mapping: null, readParquet })
  await story.moveTo(now)
  return story
}

/** `{ event, on }` of an account, by its only user. */
export function track(account: string, event: string, on: string, more: object = {}): object {
  return { type: 'track', event, userId: `of-${account}`, context: { groupId: account }, timestamp: at(on), ...more }
}

/** A month that is paid for from a day on, until another. */
export function pays(account: string, from: string, more: object = {}): object {
  return {
    ...{ type: 'subscription', groupId: account, subscriptionId: `s-${account}`, currency: 'EUR', mrrMinor: 5_000 },
    ...{ timestamp: at(from), from: at(from), ...more },
  }
}

/** `03-02` at nine in the morning of 2026, or an instant as it is. */
export function at(on: string): string {
  return on.length === 5 ? `2026-${on}T09:00:00Z` : on
}

const NEVER = new AbortController().signal

export async function panelOf(project: Project, more: Partial<PanelAsked> = {}): Promise<Panel> {
  const { model } = project.config.judged
  const asked = { model, outcomes: model.outcomes, every: 'week' as const, stop: NEVER, progress: () => {} }
  return (await gatherPanel(project, { ...asked, ...more })).panel
}

/** Every cell of a panel, `acme 2026-03-01 notes28 = 4`. */
export function cellsOf(project: Project, panel: Panel): string[] {
  const { keyOf } = project.store.dictionary.account
  return Array.from({ length: panel.rows }, (_, row) => {
    const { account, person } = panel.entities[panel.entity[row]!]!
    const day = dayToIso(panel.asOfs[panel.asOf[row]!]!.day)
    const of = person === null ? keyOf(account) : `${keyOf(account)}/${project.store.dictionary.actor.keyOf(person)}`
    const groups = panel.segments.map(({ key, names }, i) => `${of} ${day} ${key} is ${names[panel.groups[i]![row]!]}`)
    return [...panel.indicators.map(({ key }, i) => `${of} ${day} ${key} = ${panel.values[i]![row]}`), ...groups]
  }).flat()
}

export function prove(project: Project, asked: object = {}): Promise<BacktestAnswer> {
  return backtest(project, { what: 'all', ...asked }, { stop: NEVER, progress: () => {} })
}
