/**
 * A helpdesk, as far as counting needs it. An adapter for another one is a file like `docketDesk.ts`: it is given the address of the API
 * and a token, and says every message that came in by mail and belongs to a run.
 */
export type Desk = {
  /**
   * Every message from outside whose subject begins with `run`, with any name of the ticket that it stands on; a message that is there twice
   * is said twice. Asked again every few seconds until nothing is missing, so what has not changed is better remembered than asked again.
   */
  received(run: string, since: Date): AsyncIterable<Received>
}

export type Received = { subject: string; ticket: string }

export type DeskAt = { api: string; token: string }
