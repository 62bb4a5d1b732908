import { defineConfig } from 'telltale'
import { firstSignals } from './first-signals.ts'
import { secondSignals } from './second-signals.ts'
import { account, events, indicators, product, segments } from './taskflow.ts'

/** The same forty indicators with both sets of signals: forty. */
export default defineConfig({
  ...{ product, account, events, segments, indicators },
  signals: { ...firstSignals, ...secondSignals },
})
