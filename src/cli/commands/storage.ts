import { type StorageAnswer, storageWords } from '../../contract/storage.ts'
import type { CommandSpec } from '../command.ts'
import { connect } from '../connect.ts'
import { renderTable } from '../render/render-table.ts'

const MB = 1_000_000

export const storageCommand: CommandSpec = {
  usage: 'storage',
  summary: 'What the data folder takes, part by part, and how long each is kept.',
  options: [],
  examples: ['npx telltale storage', 'npx telltale storage --json'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      const told = await connection.get<StorageAnswer>('/storage')
      invocation.io.out(invocation.json ? JSON.stringify(told) : renderStorage(told))
      return 0
    } finally {
      await connection.close()
    }
  },
}

function renderStorage({ parts, bytes, logDays }: StorageAnswer): string {
  const table = renderTable(
    [
      { head: 'part', cell: ({ part }) => part },
      { head: 'MB', cell: (part) => (part.bytes / MB).toFixed(1) },
      { head: 'holds', cell: (part) => storageWords(part, logDays).what },
      { head: 'kept', cell: (part) => storageWords(part, logDays).kept },
    ],
    parts,
  )
  return `${table}\n${(bytes / MB).toFixed(1)} MB in all`
}
