import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { EventPage } from '../../contract/events.ts'
import type { KeptAbout } from '../../contract/kept/kept-about.ts'
import type { PersonDetail } from '../../contract/people.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { counted } from '../counted.ts'

const PAGE = 200

export const exportPersonCommand: CommandSpec = {
  usage: 'export person <id>',
  summary:
    'All that is known of a person, as JSON for them: properties with their times, accounts, joined ids, what was said about them, what the team wrote that names them, private notes too, and every event.',
  options: [{ flags: '--out <file>', description: 'write it into a file; default: print it' }],
  examples: ['npx telltale export person u-42 --out ben.json'],
  run: async (invocation) => {
    const { io, args } = invocation
    const key = encodeURIComponent(args[0] ?? '')
    const connection = await connect(invocation)
    try {
      const person = await connection.get<PersonDetail>(`/people/${key}`)
      const events: EventPage['data'][number][] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page: EventPage = await connection.get(`/people/${key}/events${queryOf({ limit: PAGE, cursor })}`)
        events.push(...page.data)
        cursor = page.nextCursor
      }
      const { data: written } = await connection.get<KeptAbout>(`/people/${key}/kept`)
      const { recentEvents: _, ...known } = person
      const text = JSON.stringify({ person: known, written, events }, null, 2)
      const file = textOption(invocation, 'out')
      if (file === null) io.out(text)
      else {
        writeFileSync(resolve(io.cwd, file), `${text}\n`, { mode: 0o600 })
        io.err(`Wrote ${counted(events.length, 'event')} and all that is known of the person into ${file}.`)
      }
      return 0
    } finally {
      await connection.close()
    }
  },
}
