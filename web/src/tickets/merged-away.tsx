import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Notice } from '../kit/notice.tsx'
import { toast } from '../kit/toast.tsx'

type Props = { number: number; into: { id: string; number: number } }

/** The page of a ticket that was merged: says where it went, and goes there. */
export function MergedAway({ number, into: { id, number: intoNumber } }: Props) {
  const navigate = useNavigate()
  useEffect(() => {
    toast.done(`#${number} was merged into #${intoNumber}`, 'You are shown where its messages are now.')
    void navigate({ to: '/tickets/$ticketId', params: { ticketId: id }, search: true, replace: true })
  }, [navigate, id, number, intoNumber])
  return (
    <Notice isPage title={`#${number} was merged into #${intoNumber}`}>
      <Link
        to="/tickets/$ticketId"
        params={{ ticketId: id }}
        search={true}
        className="text-accent underline underline-offset-2"
      >
        Go to #{intoNumber}
      </Link>
    </Notice>
  )
}
