import { Link } from '@tanstack/react-router'
import { Answer } from './answer.tsx'

export function NotHere() {
  return (
    <Answer
      question="Where is this page?"
      sentence="There is nothing at this address."
      context={
        <Link to="/accounts" className="font-medium text-sea hover:underline">
          To the accounts
        </Link>
      }
    />
  )
}
