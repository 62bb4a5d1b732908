import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importHistory } from '../../src/run/apply/import-history.ts'
import { type Story, storyFolder } from './open-story-project.ts'

/** Rows in the shape of Segment, from a file, into the history of a story. */
export async function importRows(story: Story, rows: readonly object[]): Promise<void> {
  const path = join(storyFolder(), 'history.ndjson')
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'))
  const readParquet = () => {
    throw new Error('no Parquet here')
  }
  await importHistory(story.project(), { path, source: 'import', mapping: null, readParquet })
}
