import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SETTINGS } from '../../api/settings.ts'
import { Button } from '../../parts/button.tsx'
import { useSend } from '../../parts/use-send.ts'

type RowButtonProps = {
  does: string
  /** For those who do not see the row. */
  label: string
  work: () => Promise<unknown>
  /** Asked again before it is done: it cannot be taken back. */
  sure?: boolean
}

/** What is done to one row, told beside it where it fails; what cannot be taken back asks once more. */
export function RowButton({ does, label, work, sure = false }: RowButtonProps) {
  const client = useQueryClient()
  const [asked, setAsked] = useState(false)
  const { send, busy, said } = useSend(() => work().then(() => client.invalidateQueries({ queryKey: [SETTINGS] })))
  const press = () => {
    if (sure && !asked) return setAsked(true)
    setAsked(false)
    send()
  }
  return (
    <span className="whitespace-nowrap">
      {said !== null && (
        <span role="alert" className="mr-2 text-small whitespace-normal text-risk">
          {said}
        </span>
      )}
      <Button
        look="bare"
        className={`-my-1 ${asked ? '!text-risk' : '!text-sea'}`}
        disabled={busy}
        onClick={press}
        onBlur={() => setAsked(false)}
        aria-label={asked ? `Yes, ${label}` : label}
      >
        {asked ? 'Sure?' : does}
      </Button>
    </span>
  )
}
