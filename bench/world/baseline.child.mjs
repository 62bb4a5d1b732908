import { openLocalProject } from '../../dist/cli/open-local-project.js'
import { seedStates } from '../../dist/run/decide/seed-states.js'
import { modelOf } from '../rig/model-of.mjs'

// Usage: baseline.child.mjs FOLDER NOW: sets the states of a filled folder to what its history gives, as the end of an import would have. Without that, its first
// day close would open everything that stands. Prints {} when it is done.
const [dataDir, now] = process.argv.slice(2)
const { project, close } = await openLocalProject({
  ...{ dataDir, model: await modelOf('product'), configPath: null, serves: true, say: () => {} },
  clock: { now: () => Number(now) },
})
await seedStates(project, { cause: 'import', judged: {}, progress: () => {} })
// A filled folder is used for longer than a model keeps its form: whoever opens it next brings the model along.
await project.control.deleteFrom('config_version').execute()
await close()
process.stdout.write('{}\n')
process.exit(0)
