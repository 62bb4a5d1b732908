import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { keysQuery, usersQuery } from '../../api/settings.ts'
import { Button } from '../../parts/button.tsx'
import { Section } from '../../parts/section.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { KeyTable } from './key-table.tsx'
import { NewKey } from './new-key.tsx'

/** Keys of nobody, and tokens of everybody. */
export function Keys() {
  const keys = useQuery(keysQuery)
  const users = useQuery(usersQuery).data?.data ?? []
  const [isNew, setNew] = useState(false)
  return (
    <Section
      title="Keys"
      say="A key that sends events may stand in a browser; all others are secrets. Revoked ones are gone at once."
      right={<Button onClick={() => setNew(true)}>New key…</Button>}
    >
      <Waiting query={keys} what="The keys" height={176}>
        {({ data }) => (
          <KeyTable
            label="Keys"
            rows={data.filter(({ revokedAt }) => revokedAt === null)}
            path="/keys"
            none="There are none. SDKs need one that sends events."
            ownerOf={({ owner }) =>
              users.find(({ id }) => id === owner)?.email ?? (owner === null ? 'nobody’s' : owner)
            }
          />
        )}
      </Waiting>
      {isNew && <NewKey path="/keys" scopes={['write', 'read', 'edit', 'admin']} onClose={() => setNew(false)} />}
    </Section>
  )
}
