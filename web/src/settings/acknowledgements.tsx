import type { AcknowledgingMailbox, AnswerOf } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { ChevronDown, ChevronRight, OctagonPause } from 'lucide-react'
import { useState } from 'react'
import { hooks, sentenceOf } from '../api.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { AcknowledgementForm, acknowledgingKey, languageChoices } from './acknowledgement-form.tsx'
import { None, Part } from './part.tsx'

type Answer = Pick<AnswerOf<'listAcknowledging'>, 'stop' | 'standard' | 'variables'>

/** Whether customers are told at once that their mail has arrived; for each mailbox, with which words. */
export function Acknowledgements() {
  const asked = hooks.useQuery('get', '/acknowledging')
  return (
    <Part
      title="Acknowledgements"
      says="Who opens a ticket by mail is told at once that it arrived, and under which number. Machines, lists and senders who are not proven are never told, and each ticket says what was decided."
    >
      <Loaded asked={asked} waiting="Loading the mailboxes" wrong="The mailboxes could not be read">
        {(answer) => (
          <>
            {answer.stop ? <Stopped stop={answer.stop} /> : null}
            {answer.items.length === 0 ? (
              <None>There is no mailbox yet.</None>
            ) : (
              <ul aria-label="Mailboxes" className="flex flex-col border-t">
                {answer.items.map((one) => (
                  <Mailbox key={one.mailbox.id} one={one} answer={answer} openAtFirst={answer.items.length === 1} />
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
    </Part>
  )
}

/** So many left at once that all wait; it ends by itself, or here. */
function Stopped({ stop }: { stop: NonNullable<Answer['stop']> }) {
  const client = useQueryClient()
  const resume = hooks.useMutation('post', '/acknowledging/resume', {
    onSuccess: () => toast.done('Acknowledgements leave again'),
    onError: (error) => toast.wrong('They are still stopped', sentenceOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey: acknowledgingKey }),
  })
  return (
    <div
      role="alert"
      className="flex flex-wrap items-start gap-x-2.5 gap-y-2 rounded-md border border-note-line bg-note px-3 py-2 text-sm"
    >
      <OctagonPause aria-hidden className="mt-0.5 text-note-ink" />
      <p className="min-w-0 flex-1 basis-60">
        <strong className="font-semibold text-note-ink">Stopped since</strong> <When at={stop.stopped_at} long />,
        because so many left at once. Look whether somebody floods a mailbox. They leave again at{' '}
        <When at={stop.ends_at} long />, or when you say so.
      </p>
      <Button busy={resume.isPending} onClick={() => resume.mutate({})}>
        Let them leave
      </Button>
    </div>
  )
}

type MailboxProps = { one: AcknowledgingMailbox; answer: Answer; openAtFirst: boolean }

function Mailbox({ one, answer, openAtFirst }: MailboxProps) {
  const [open, setOpen] = useState(openAtFirst)
  const { mailbox, active, language, as_written, texts } = one
  const own = languageChoices.filter(({ value }) => texts[value]).map(({ label }) => label)
  const name = languageChoices.find(({ value }) => value === language)?.label
  return (
    <li className="flex flex-col border-b">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 py-2.5">
        <div className="min-w-0 flex-1 basis-44">
          <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium text-base [overflow-wrap:anywhere]">
            {mailbox.name}
            {active ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}
          </h3>
          <p className="text-ink-3 text-sm [overflow-wrap:anywhere]">
            {mailbox.address} · {as_written ? `in the language of the mail, else ${name}` : `always ${name}`}
            {own.length > 0 ? ` · own words in ${own.join(', ')}` : ''}
          </p>
        </div>
        <Button aria-expanded={open} aria-label={`Change ${mailbox.name}`} onClick={() => setOpen(!open)}>
          {open ? <ChevronDown /> : <ChevronRight />} Change
        </Button>
      </div>
      {open ? <AcknowledgementForm one={one} standard={answer.standard} variables={answer.variables} /> : null}
    </li>
  )
}
