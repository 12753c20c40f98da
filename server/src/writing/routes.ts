import { z } from 'zod'
import { forbidden } from '../platform/problem.ts'
import { type Route, route } from '../platform/routes.ts'
import { addMacro, changeMacro, fillMacro, listMacros, removeMacro } from './macros.ts'
import { ById, Filled, Macro, MacroChange, MacroView, SignatureView, Signing, Where } from './shapes.ts'
import { fillSignature, readSignature, setSignature } from './signing.ts'

export const routes: Route[] = [
  route('GET    /signature', {
    says: "What stands under one's own mails, and the variables that may stand in it.",
    may: 'ticket.reply',
    in: z.object({}),
    out: SignatureView,
    run: readSignature,
  }),
  route('PUT    /signature', {
    says: "Set what stands under one's own mails; without words there is none.",
    may: 'ticket.reply',
    in: Signing,
    out: SignatureView,
    run: setSignature,
  }),
  route('GET    /signature/filled', {
    says: "One's signature as it stands under a mail of this ticket or mailbox; empty where there is none.",
    may: 'ticket.reply',
    in: Where,
    out: Filled,
    run: fillSignature,
  }),
  route('GET    /macros', {
    says: "Ready-made words, everybody's and one's own; those that fit the ticket first.",
    may: 'ticket.reply',
    in: Where,
    out: z.object({ items: z.array(MacroView) }),
    name: 'listMacros',
    run: async (tx, where) => ({ items: await listMacros(tx, where) }),
  }),
  route('POST   /macros', {
    says: 'Keep words that are written often. Those of everybody need settings.manage.',
    may: 'ticket.reply',
    in: Macro,
    out: MacroView,
    refuses: [forbidden],
    run: addMacro,
    status: 201,
  }),
  route('PATCH  /macros/:id', {
    says: 'Change a macro. Those of everybody need settings.manage.',
    may: 'ticket.reply',
    in: MacroChange,
    out: MacroView,
    refuses: [forbidden],
    run: changeMacro,
  }),
  route('DELETE /macros/:id', {
    says: 'Remove a macro. Those of everybody need settings.manage.',
    may: 'ticket.reply',
    in: ById,
    out: null,
    refuses: [forbidden],
    run: removeMacro,
  }),
  route('GET    /macros/:id/filled', {
    says: 'A macro as it reads on this ticket, and what the ticket becomes.',
    may: 'ticket.reply',
    in: ById.extend(Where.shape),
    out: Filled.extend({ status: MacroView.shape.status }).meta({ id: 'FilledMacro' }),
    run: fillMacro,
  }),
]
