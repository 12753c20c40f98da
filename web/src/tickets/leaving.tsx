import type { Delivery, MessageView, TicketView } from '@docket/api'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { type AnyRouter, useRouter } from '@tanstack/react-router'
import { Clock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { answered, api, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { toast } from '../kit/toast.tsx'
import { openNewMail } from '../shell/new-mail.ts'
import { offerUndo } from '../shell/undo.ts'
import { invalidateLists, put, ticketQuery } from './queries.ts'
import { dayAndHour, WhyItWaits } from './waiting.tsx'

/** As long as a wait is for second thoughts; a longer one is for an hour that somebody chose. */
const shortMs = 130_000

type Props = { ticket: TicketView; message: MessageView; delivery: Delivery & { leaves_at: string } }

/** What waits to leave: until when, and what can be done about it before. */
export function LeavingLine({ ticket, message, delivery }: Props) {
  const client = useQueryClient()
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const left = Date.parse(delivery.leaves_at) - useNow(delivery.leaves_at)
  const isShort = left < shortMs
  const run = async (deed: () => Promise<unknown>) => {
    setBusy(true)
    await deed().catch((error) => toast.wrong('It did not work', sentenceOf(error)))
    setBusy(false)
  }
  const may = ticket.can.reply && delivery.can_cancel && left > 0
  const since = writtenSince(ticket, message)
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-3 text-xs">
      <Clock className="size-3.5!" />
      <span className="tnum">
        {left <= 0
          ? 'Leaving…'
          : isShort
            ? `Leaves in ${Math.ceil(left / 1000)} s`
            : `Leaves ${dayAndHour(delivery.leaves_at)}`}
      </span>
      {delivery.unless_answered ? <span>unless they write before</span> : null}
      {may && !isShort ? (
        <Deed busy={busy} says="Send now" run={() => run(() => sendNow(client, ticket.id, message.id))} />
      ) : null}
      {may ? (
        <Deed
          busy={busy}
          says={isShort ? 'Undo' : 'Cancel'}
          run={() => run(() => takeBack({ client, router }, ticket.id, message.id))}
        />
      ) : null}
      <WhyItWaits delivery={delivery} />
      {since ? (
        <strong className="basis-full rounded-md bg-note px-2 py-1 font-medium text-note-ink">
          {since} wrote after this was written, and it has not left yet.
        </strong>
      ) : null}
    </div>
  )
}

const Deed = ({ says, busy, run }: { says: string; busy: boolean; run: () => void }) => (
  <button
    type="button"
    disabled={busy}
    onClick={run}
    className="min-h-6 rounded-sm px-1 font-medium text-ink-2 underline decoration-line-strong underline-offset-2 hover:text-ink disabled:opacity-55 max-[899px]:min-h-9"
  >
    {says}
  </button>
)

/** Right after sending, wherever one goes, and again after the page was loaded anew: one key takes it back. */
export function useUndoSending(ticket: TicketView): void {
  const client = useQueryClient()
  const router = useRouter()
  const { user } = useMe()
  useEffect(() => {
    for (const { id, author, delivery, to } of ticket.messages) {
      if (!delivery?.leaves_at || !delivery.can_cancel || author.email !== user.email || offered.has(id)) continue
      const left = Date.parse(delivery.leaves_at) - Date.now()
      if (left <= 0 || left > shortMs) continue
      offered.add(id)
      const whom = `To ${to.map((one) => one.name || one.address).join(', ')}`
      offerUndo('Your mail leaves in a moment', whom, () => takeBack({ client, router }, ticket.id, id), left)
    }
  }, [ticket, client, router, user.email])
}

const offered = new Set<string>()

type Around = { client: QueryClient; router: AnyRouter }

async function takeBack({ client, router }: Around, ticketId: string, messageId: string): Promise<void> {
  const path = { id: ticketId, message_id: messageId }
  const { withdrawn, ...view } = await answered(
    api.POST('/tickets/{id}/messages/{message_id}/cancel', { params: { path } }),
  )
  if (!withdrawn) {
    put(client, view)
    void invalidateLists(client)
    return
  }
  // The ticket is gone with the mail that opened it: nobody stays on its page, and its writer goes on where he was.
  if (router.state.location.pathname === `/tickets/${ticketId}`)
    await router.navigate({ to: '/tickets', search: true, replace: true })
  client.removeQueries(ticketQuery(ticketId))
  void invalidateLists(client)
  toast.done('Mail taken back', `#${view.number} is gone with it.`)
  if (!withdrawn.new_mail_id) return
  const { items } = await answered(api.GET('/new-mails'))
  openNewMail(items.find(({ id }) => id === withdrawn.new_mail_id))
}

async function sendNow(client: QueryClient, ticketId: string, messageId: string): Promise<void> {
  const path = { id: ticketId, message_id: messageId }
  put(client, await answered(api.POST('/tickets/{id}/messages/{message_id}/send-now', { params: { path } })))
}

/**
 * How often one took something back on this ticket: what writes begins anew with the draft that came back. What a
 * colleague takes back is no reason: whoever is writing goes on.
 */
export const timesTakenBack = ({ events }: TicketView, user: { name: string }): number =>
  events.filter(({ type, actor }) => type === 'reply.cancelled' && actor.name === user.name).length

/** Once a second while it counts, and not at all when that is far away. */
function useNow(until: string): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const left = Date.parse(until) - now
    if (left < -1000) return
    const timer = setTimeout(() => setNow(Date.now()), left < shortMs ? 1000 : Math.min(left - shortMs + 1, 60_000))
    return () => clearTimeout(timer)
  }, [until, now])
  return now
}

function writtenSince({ messages }: TicketView, { at }: MessageView): string | undefined {
  const since = messages.find((one) => one.direction === 'in' && one.at > at)
  return since && (since.author.name || since.author.email)
}
