import { expect, it } from 'vitest'
import { event, page } from './builders/event.ts'
import { compileModel } from './compile/compile-model.ts'
import { defaultConfig } from './default-config.ts'
import { defineConfig } from './define-config.ts'
import { toIngestSettings } from './ingest-settings.ts'

it('the built-in configuration takes in everything that arrives and judges nothing', () => {
  const { model, problems } = compileModel(defaultConfig())
  expect(problems).toEqual([])
  expect(model!.signals).toEqual([])
  expect(toIngestSettings(model!)).toEqual({
    accountKeys: ['context.groupId'],
    reachesBackMs: 86_400_000,
    fallback: 'membership',
    exclusions: [],
    timezone: 'UTC',
    closeDelayMinutes: 0,
    maxNames: 5_000,
    listedPages: null,
    measures: [],
  })
})

it('pages are taken in when the configuration lists them, and only those', () => {
  const config = defineConfig({
    events: { made: event('Project Created', { kind: 'core' }), pricing: page('Pricing', { kind: 'intent' }) },
  })
  expect(toIngestSettings(compileModel(config).model!).listedPages).toEqual(['Pricing'])
})
