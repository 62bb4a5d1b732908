import { defineConfig, retained } from 'telltale'
import { account, events, product, segments } from '../replay/taskflow.ts'

/** The replayed product, with who came back between day 15 and day 90. */
export default defineConfig({
  ...{ product, account, segments, events },
  outcomes: { retained: retained(15, 90) },
})
