import { Link, useRouter } from '@tanstack/react-router'
import { Answer } from './answer.tsx'
import { Button } from './button.tsx'

/** In place of a page that could not be shown. */
export function PageFault() {
  const router = useRouter()
  return (
    <Answer
      question="What went wrong?"
      sentence="This page met a fault of its own."
      context={
        <span role="alert" className="flex flex-wrap items-center gap-3">
          Nothing is lost: events are still being taken in.
          <Button onClick={() => void router.invalidate()}>Try again</Button>
          <Link to="." search={{} as never} className="font-medium text-sea hover:underline">
            Without what the address asks for
          </Link>
        </span>
      }
    />
  )
}
