import { ChevronDown, Clock } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../kit/button.tsx'
import { Modal } from '../kit/dialog.tsx'
import { Field } from '../kit/field.tsx'
import { Deeds } from '../kit/menu.tsx'
import { inWords } from './sending.ts'

type Props = { disabled: boolean; onChoose: (at: Date) => void }

/** The times at which people read their mail, in the writer's own zone. */
export function Later({ disabled, onChoose }: Props) {
  const [choosing, setChoosing] = useState(false)
  const choices = laterThan(new Date())
  return (
    <>
      <Deeds
        trigger={
          <Button
            look="primary"
            aria-label="Send later"
            disabled={disabled}
            className="rounded-l-none border-l border-on-accent/25 px-1.5"
          >
            <ChevronDown />
          </Button>
        }
        deeds={[
          ...choices.map(({ label, at }) => ({
            label: `${label}, ${clock(at)}`,
            icon: <Clock />,
            run: () => onChoose(at),
          })),
          { label: 'Choose a time…', icon: <Clock />, run: () => setChoosing(true) },
        ]}
      />
      {choosing ? <Choosing onChoose={onChoose} onClose={() => setChoosing(false)} /> : null}
    </>
  )
}

/** Tomorrow and next Monday, both at nine; on a Sunday they are the same. */
function laterThan(now: Date): { label: string; at: Date }[] {
  const nine = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9)
  const untilMonday = (8 - now.getDay()) % 7 || 7
  return [
    { label: 'Tomorrow', at: nine(1) },
    ...(untilMonday === 1 ? [] : [{ label: 'Monday', at: nine(untilMonday) }]),
  ]
}

const clock = (at: Date) => at.toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' })

function Choosing({ onChoose, onClose }: { onChoose: (at: Date) => void; onClose: () => void }) {
  const [text, setText] = useState('')
  const at = new Date(text)
  const isSoon = text !== '' && !(at.getTime() > Date.now())
  return (
    <Modal open onClose={onClose} title="Send later" className="max-w-sm">
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (text === '' || isSoon) return
          onClose()
          onChoose(at)
        }}
      >
        <Field
          label="When it leaves"
          type="datetime-local"
          value={text}
          onChange={({ target }) => setText(target.value)}
          error={isSoon ? 'That time is over.' : undefined}
          hint={text === '' ? 'In your own time zone.' : inWords(at)}
        />
        <Button type="submit" look="primary" disabled={text === '' || isSoon}>
          Send then
        </Button>
      </form>
    </Modal>
  )
}
