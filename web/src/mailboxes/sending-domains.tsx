import type { DomainLine, Mailbox, MailboxIdentities } from '@docket/api'
import { Check, CircleHelp, TriangleAlert, X } from 'lucide-react'
import { hooks, sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { CopyLine } from '../kit/copy.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { useIdentities } from './identities.tsx'

const glyphs: Record<DomainLine['state'], { icon: typeof Check; ink: string; word: string }> = {
  ok: { icon: Check, ink: 'text-good', word: 'In order' },
  look: { icon: TriangleAlert, ink: 'text-note-ink', word: 'Look at it' },
  wrong: { icon: X, ink: 'text-danger', word: 'Wrong' },
  unknown: { icon: CircleHelp, ink: 'text-ink-3', word: 'Not known' },
}
const names: Record<DomainLine['what'], string> = {
  domain: 'Domain',
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  alignment: 'Return address',
}

type Props = { mailbox: Mailbox; view: MailboxIdentities; mayManage: boolean }

/** Whether others will believe mail of these domains, and the records that are missing. */
export function SendingDomains({ mailbox, view, mayManage }: Props) {
  const put = useIdentities(mailbox.id)
  const check = hooks.useMutation('post', '/mailboxes/{id}/identities/check-domains', {
    onSuccess: put,
    onError: (error: unknown) => toast.wrong('The DNS was not asked', sentenceOf(error)),
  })
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 text-ink-2 text-sm">
          {view.domains_checked_at ? (
            <>
              What the DNS says of their domains, asked <When at={view.domains_checked_at} />.
            </>
          ) : (
            'The DNS has not been asked about their domains yet.'
          )}
        </p>
        {mayManage ? (
          <Button busy={check.isPending} onClick={() => check.mutate({ params: { path: { id: mailbox.id } } })}>
            {view.domains_checked_at ? 'Ask again' : 'Ask now'}
          </Button>
        ) : null}
      </div>
      {view.domains.map(({ domain, lines }) => (
        <div key={domain} className="flex flex-col gap-1.5">
          <h3 className="font-medium text-sm">{domain}</h3>
          <ul className="flex flex-col gap-1.5">
            {lines.map((line) => (
              <Line key={line.what} line={line} />
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

function Line({ line: { what, state, says, record } }: { line: DomainLine }) {
  const { icon: Icon, ink, word } = glyphs[state]
  return (
    <li className="flex items-start gap-2 text-sm">
      <Icon aria-label={word} className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="[overflow-wrap:anywhere]">
          <span className="font-medium">{names[what]}.</span> <span className="text-ink-2">{says}</span>
        </p>
        {record ? (
          <>
            <p className="text-ink-3">
              {record.type} record of {record.name}:
            </p>
            <CopyLine text={record.value} label={`Copy the record of ${record.name}`} />
          </>
        ) : null}
      </div>
    </li>
  )
}
