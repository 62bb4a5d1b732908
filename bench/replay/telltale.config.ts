import { defineConfig } from 'telltale'
import { firstSignals } from './first-signals.ts'
import { account, events, indicators, product, segments } from './taskflow.ts'

/** What the year is replayed with: forty indicators, twenty signals. */
export default defineConfig({ product, account, events, segments, indicators, signals: firstSignals })
