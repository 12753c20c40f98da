import type { TicketPriority, TicketStatus } from '@docket/api'
import { Archive, Bell, Inbox, MailCheck, Reply } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../api.ts'
import { PaneHead } from '../shell/pane-head.tsx'
import { Avatar } from './avatar.tsx'
import { Badge } from './badge.tsx'
import { Button, IconButton } from './button.tsx'
import { Check } from './check.tsx'
import { Choose } from './choose.tsx'
import { Confirm } from './confirm.tsx'
import { CopyLine } from './copy.tsx'
import { Modal, Sheet } from './dialog.tsx'
import { Field } from './field.tsx'
import { Keys } from './keys.tsx'
import { Deeds } from './menu.tsx'
import { Failure, Notice } from './notice.tsx'
import { PriorityBars } from './priority.tsx'
import { Qr } from './qr.tsx'
import { RichField } from './rich-field.tsx'
import { SkeletonLines } from './skeleton.tsx'
import { StatusGlyph } from './status.tsx'
import { When } from './time.tsx'
import { toast } from './toast.tsx'
import { Tip } from './tooltip.tsx'

/** Every part of the kit in every state, on one page: to look at while drawing, and to be compared by the tests. */
export function KitPage() {
  return (
    <div className="flex h-full flex-col">
      <PaneHead title="Kit" />
      <div className="grid min-h-0 flex-1 grid-cols-[repeat(auto-fill,minmax(min(100%,20rem),1fr))] content-start gap-x-8 gap-y-7 overflow-y-auto p-6 max-[899px]:p-4">
        <Colours />
        <Buttons />
        <Fields />
        <Choices />
        <Words />
        <Glyphs />
        <Floating />
        <Part title="Times">
          <When at="2026-03-02T09:30:00Z" /> <When at="2024-11-05T09:30:00Z" />
          <When at="2026-03-02T09:30:00Z" long />
        </Part>
        <Part title="Code for a camera">
          <Qr text="otpauth://totp/Docket:kim@example.com?secret=JBSWY3DPEHPK3PXP" label="An example" size={120} />
        </Part>
        <Part title="Words with shape" wide>
          <div className="flex flex-col rounded-lg border border-line-strong bg-raised">
            <RichField label="Words with shape" placeholder="Write" html={shaped} body="" onWords={() => undefined} />
          </div>
        </Part>
        <Part title="Waiting" wide>
          <SkeletonLines count={4} label="An example of waiting" />
        </Part>
        <Part title="Nothing here" wide>
          <Notice title="Every mail was understood" icon={<MailCheck />}>
            A mail that cannot be read is kept whole and listed here.
          </Notice>
        </Part>
        <Part title="Something failed" wide>
          <Failure title="The list could not be read" error={failure} again={() => toast.done('Tried again')} />
        </Part>
      </div>
    </div>
  )
}

const shaped =
  '<div>Dear <strong>Ada</strong>,</div><div></div><ul><li><div>turn the crank</div></li></ul><blockquote><div>It stopped.</div></blockquote><div>{{contact.nme}}, <a href="https://example.com">the manual</a> <code>--slow</code></div><div data-signature=""><div>Kim</div></div>'

const failure = new ApiError('The database does not answer; nothing was changed. Try again in a moment.', {
  status: 503,
  code: 'database-away',
  instance: '019aa7d2-7c5b-7000',
})

function Part({ title, children, wide }: { title: string; children: ReactNode; wide?: boolean }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h2 className="border-b pb-1.5 font-medium text-ink-3 text-xs">{title}</h2>
      <div className={wide ? 'pt-3' : 'flex flex-wrap items-center gap-2 pt-3'}>{children}</div>
    </section>
  )
}

const grounds = ['canvas', 'surface', 'raised', 'hover', 'selected', 'note', 'danger-soft']
const inks = ['ink', 'ink-2', 'ink-3', 'accent', 'danger', 'good', 'note-ink']

/** Each ink on each ground it may stand on; the accessibility test reads these as text. */
const Colours = () => (
  <Part title="Inks and grounds" wide>
    <div className="overflow-hidden rounded-md border text-xs">
      {grounds.map((ground) => (
        <p
          key={ground}
          className="flex flex-wrap gap-x-2.5 px-2.5 py-1"
          style={{ background: `var(--${ground})` }}
          title={ground}
        >
          {inks.map((ink) => (
            <span key={ink} style={{ color: `var(--${ink})` }}>
              {ink}
            </span>
          ))}
        </p>
      ))}
    </div>
  </Part>
)

const looks = ['primary', 'outline', 'plain', 'note', 'danger'] as const

const Buttons = () => (
  <Part title="Buttons">
    {looks.map((look) => (
      <span key={look} className="flex flex-wrap gap-2">
        <Button look={look}>
          <Reply /> {look}
        </Button>
        <Button look={look} disabled>
          disabled
        </Button>
        <Button look={look} busy>
          busy
        </Button>
      </span>
    ))}
    <IconButton label="Archive" keys="e">
      <Archive />
    </IconButton>
    <IconButton label="Archive, not now" disabled>
      <Archive />
    </IconButton>
  </Part>
)

const Fields = () => (
  <Part title="Fields" wide>
    <div className="flex flex-col gap-3">
      <Field label="Name" defaultValue="Kim Lindqvist" />
      <Field label="Empty, with a hint" placeholder="you@example.com" hint="People write to this address." />
      <Field label="With a fault" defaultValue="kim@" error="This is not an e-mail address." />
      <Field label="Not now" defaultValue="fixed" disabled />
    </div>
  </Part>
)

function Choices() {
  const [role, setRole] = useState('agent')
  const [on, setOn] = useState(true)
  const choices = ['viewer', 'agent', 'admin'].map((value) => ({ value, label: value }))
  return (
    <Part title="Choices" wide>
      <div className="flex flex-col gap-3">
        <Choose label="Role" value={role} choices={choices} onChoose={setRole} />
        <div className="flex gap-2">
          <Choose bare label="Role in a row" value={role} choices={choices} onChoose={setRole} />
          <Choose bare disabled label="Role, not now" value={role} choices={choices} onChoose={setRole} />
        </div>
        <div>
          <Check label="See tickets" hint="Lists, threads, people and attachments." checked={on} onChange={setOn} />
          <Check label="Manage people" checked={!on} onChange={(next) => setOn(!next)} />
          <Check label="Not for your role" checked={false} disabled onChange={setOn} />
        </div>
      </div>
    </Part>
  )
}

const Words = () => (
  <Part title="Badges, keys, lines to copy">
    <Badge>quiet</Badge>
    <Badge tone="note">Internal</Badge>
    <Badge tone="danger" why="This sender is not known to the ticket.">
      Unverified sender
    </Badge>
    <Badge tone="good">Sent</Badge>
    <Keys keys="mod+enter" />
    <Keys keys="g i" />
    <CopyLine text="curl --url smtp://localhost:2525 --mail-rcpt support@example.com -T first.eml" label="Copy" />
  </Part>
)

const statuses: TicketStatus[] = ['new', 'open', 'pending', 'resolved', 'closed', 'spam']
const priorities: TicketPriority[] = ['urgent', 'high', 'normal', 'low']
const names = ['Ada Lovelace', 'Kim Lindqvist', 'support@example.com', 'Ægir Ösp', 'Zoë', 'x']

const Glyphs = () => (
  <Part title="Status, priority, people">
    {statuses.map((status) => (
      <StatusGlyph key={status} status={status} />
    ))}
    <span className="w-2" />
    {priorities.map((priority) => (
      <PriorityBars key={priority} priority={priority} />
    ))}
    <span className="w-2" />
    {names.map((name) => (
      <Avatar key={name} name={name} size={24} />
    ))}
  </Part>
)

type Open = 'dialog' | 'confirm' | 'sheet' | undefined

function Floating() {
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const deeds = [
    { label: 'Go to the inbox', icon: <Inbox />, run: close },
    { label: 'Tell me later', icon: <Bell />, run: close },
  ]
  return (
    <Part title="What floats">
      <Button onClick={() => setOpen('dialog')}>Dialog</Button>
      <Button onClick={() => setOpen('confirm')}>Question</Button>
      <Button onClick={() => setOpen('sheet')}>Sheet</Button>
      <Deeds trigger={<Button>Menu</Button>} deeds={deeds} />
      <Tip label="Says what it is" keys="mod+k">
        <Button>Tip</Button>
      </Tip>
      <Button onClick={() => toast.done('Reply queued', 'To ada@example.com')}>Toast</Button>
      <Button onClick={() => toast.wrong('It was not saved', 'The server cannot be reached.')}>Alarm</Button>
      <Modal open={open === 'dialog'} onClose={close} title="A dialog">
        <p className="p-4">It asks for all attention, and Escape leaves it.</p>
      </Modal>
      <Confirm
        open={open === 'confirm'}
        onClose={close}
        title="Switch off Kim Lindqvist?"
        deed="Switch off"
        look="danger"
        busy={false}
        wrong="The last administrator cannot be switched off."
        onSubmit={close}
      >
        <p>Kim is signed out everywhere within a second. What Kim wrote stays.</p>
      </Confirm>
      <Sheet open={open === 'sheet'} onClose={close} title="A sheet">
        <p className="p-4">Slides in from the left.</p>
      </Sheet>
    </Part>
  )
}
