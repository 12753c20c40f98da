import type { BlockedSender } from '@docket/api'
import { Ban, Plus } from 'lucide-react'
import { useState } from 'react'
import { hooks, nextPage } from '../api.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import BlockDialog from '../mail/block-dialog.tsx'
import { UnblockButton } from '../mail/block-sender.tsx'
import { None, Part, Row, Rows } from './part.tsx'

/** Whose mail goes to spam, who said so and why. */
export function Senders() {
  const [open, setOpen] = useState(false)
  const blocked = hooks.useInfiniteQuery('get', '/senders/blocked', {}, nextPage)
  return (
    <Part
      title="Blocked senders"
      says="Their mail is taken in and kept: it goes to spam, and nobody is told of it. People and mailboxes of this organisation cannot be blocked."
      deed={
        <Button look="primary" onClick={() => setOpen(true)}>
          <Plus /> Block a sender
        </Button>
      }
    >
      <Loaded asked={blocked} waiting="Loading blocked senders" wrong="The blocked senders could not be read">
        {({ pages }) => <Blocks blocks={pages.flatMap(({ items }) => items)} />}
      </Loaded>
      {blocked.hasNextPage ? (
        <Button className="self-center" busy={blocked.isFetchingNextPage} onClick={() => void blocked.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
      {open ? <BlockDialog onClose={() => setOpen(false)} /> : null}
    </Part>
  )
}

function Blocks({ blocks }: { blocks: BlockedSender[] }) {
  if (blocks.length === 0)
    return <None>Nobody is blocked. A sender can also be blocked from any of their tickets.</None>
  return (
    <Rows label="Blocked senders">
      {blocks.map((block) => (
        <One key={block.id} block={block} />
      ))}
    </Rows>
  )
}

function One({ block }: { block: BlockedSender }) {
  const { address, reason, by, at } = block
  return (
    <Row
      icon={<Ban />}
      title={
        <>
          {address}
          {address.startsWith('@') ? <Badge>Domain</Badge> : null}
        </>
      }
      says={
        <>
          {reason ? `“${reason}”, blocked` : 'Blocked'}
          {by ? ` by ${by.name}` : ''}, <When at={at} long />
        </>
      }
    >
      <UnblockButton block={block} />
    </Row>
  )
}
