// Made by node bin/api.mjs from the routes of the server; do not edit.

export interface paths {
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this installation still waits for its first administrator. */
        get: operations["readSetup"];
        put?: never;
        /** Make the organisation, its first administrator and its mailbox; open only while there is no administrator. */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/csrf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The token that every changing request of a browser sends again as x-csrf-token. */
        get: operations["readCsrfToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with address, password and, where it is on, the second factor; sets the session cookie. */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out and end the session. */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a link that sets a new password; it goes to the address, if a user has it. */
        post: operations["askPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a new password with the link of the mail; all sessions of the user end. */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom an invitation is for, and to which organisation. */
        get: operations["readInvitation"];
        put?: never;
        /** Accept an invitation: become a user, signed in. */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and what they may do. */
        get: operations["whoAmI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one's own name (in a browser). */
        patch: operations["renameMyself"];
        trace?: never;
    };
    "/me/sending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long what one sends waits before it leaves, so that it can be taken back. */
        get: operations["readOwnSending"];
        /** Choose how long what one sends waits; null is what the server does. */
        put: operations["chooseOwnSending"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one's own password (in a browser); the other sessions end. */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one is signed in. */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /** End all of one's own sessions but this one (in a browser). */
        delete: operations["revokeOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of one's own sessions (in a browser). */
        delete: operations["revokeSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/two-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a second factor (in a browser): a secret for an authenticator; it counts once confirmed. */
        post: operations["beginTwoFactor"];
        /** Take the second factor away (in a browser), saying the password. */
        delete: operations["endTwoFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/two-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show a code of the authenticator: the second factor is on, and the recovery codes are told this once. */
        post: operations["confirmTwoFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own API tokens; those of the whole organisation for who manages tokens. */
        get: operations["listTokens"];
        put?: never;
        /** Make an API token (in a browser); it is told this once. */
        post: operations["makeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API token; a token may revoke itself, and others only where it manages tokens. */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of the organisation; who manages them sees more, and with inactive=true also those switched off. */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change name or role, switch somebody off or on, or take away a lost second factor. */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/users/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations that wait for an answer, each with its link. */
        get: operations["listInvitations"];
        put?: never;
        /** Invite somebody by mail; the link is told too, to hand over by other ways. */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an invitation back; its link ends. */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/invitations/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an invitation anew; the old link ends. */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what about access, newest first; type also takes the beginning of one, such as sign-in. */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each role with what it may do, in words. */
        get: operations["listRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tickets, newest activity first; those that answer q, newest matching message first. */
        get: operations["listTickets"];
        put?: never;
        /** Open a ticket. */
        post: operations["openTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many tickets stand in each status. */
        get: operations["countTickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A ticket whole: thread, timeline, drafts. */
        get: operations["readTicket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change status, priority, assignee or read mark. */
        patch: operations["updateTicket"];
        trace?: never;
    };
    "/tickets/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write a note that stays inside. */
        post: operations["addNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/drafts/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep what has been typed so far; one without words, files and recipients is forgotten. */
        put: operations["keepDraft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merge a ticket into another; answers with the other. */
        post: operations["mergeTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo a merge: its messages go back. */
        post: operations["unmergeTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a ticket of some messages; answers with the new one. */
        post: operations["splitTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/unsplit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo a split, asked of the new ticket: its messages go back. */
        post: operations["unsplitTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the sender of a held message take part in the ticket. */
        post: operations["approveSender"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo an approval: what this sender wrote is held again. */
        post: operations["holdSender"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a mail back that has not begun to leave; its words are its writer's draft again. If it opened its ticket and nothing else stands there, the ticket goes with it. */
        post: operations["cancelReply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/send-now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a reply that waits leave at once. */
        post: operations["sendNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/declare-sent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say of a mail that was perhaps sent that it was: somebody has looked. */
        post: operations["declareSent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/new-mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you began to write to somebody and have not sent, the latest first. */
        get: operations["listNewMails"];
        put?: never;
        /** Keep a mail to somebody from its first key; it opens a ticket when it is sent. */
        post: operations["beginNewMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/new-mails/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep what has been typed so far; one without subject, words, files and recipients is thrown away. */
        put: operations["keepNewMail"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer by mail, or hand a message on: to the requester, or to whom is named. */
        post: operations["sendReply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/outbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write to somebody first: opens a ticket whose first message is ours. */
        post: operations["writeTo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sending/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How large a mail may be, and to how many it may go. */
        get: operations["readSendingLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People one may want to write to: who takes part in the ticket first, then contacts. */
        get: operations["suggestRecipients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A file to be sent with a mail: its bytes as the body, of any type. Kept for seven days. */
        post: operations["keepUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of an upload of yours. */
        get: operations["downloadUpload"];
        put?: never;
        post?: never;
        /** Forget an upload of yours. */
        delete: operations["forgetUpload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The addresses a mailbox writes from besides its own, under which name, and what the DNS says of their domains. */
        get: operations["readIdentities"];
        /** Under which name a mailbox writes, and from which address unless another is named. */
        put: operations["setSendingAs"];
        /** Put an address on the list, and mail a code to it. Nothing leaves under it before the code came back. */
        post: operations["addIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/identities/{identity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an address from the list. What was written from it before still leaves. */
        delete: operations["removeIdentity"];
        options?: never;
        head?: never;
        /** Call an address otherwise, or let others write from it. */
        patch: operations["changeIdentity"];
        trace?: never;
    };
    "/mailboxes/{id}/identities/{identity_id}/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mail another code to an address; the one before is good no more. */
        post: operations["mailIdentityCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/identities/{identity_id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say the code that was mailed: from then on the mailbox may write from the address. */
        post: operations["verifyIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/identities/{identity_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nothing leaves under an address any more, what waits neither, until it is verified again. */
        post: operations["revokeIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/identities/ask-google": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the Gmail account of a mailbox which addresses it may send from: those are verified, and put on the list. */
        post: operations["askForIdentities"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/identities/check-domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the DNS now what it says of the domains a mailbox writes from: SPF, DKIM, DMARC. */
        post: operations["checkSendingDomains"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sending/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** From which addresses you may write, the default first. */
        get: operations["listUsableIdentities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a message is here: its source, deliveries and verdicts. */
        get: operations["readMessageSource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What would be decided about a received message if it came today; nothing is changed. */
        get: operations["readMessageToday"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Replays, newest first: passes over kept mail by today’s rules. */
        get: operations["listReplays"];
        put?: never;
        /** Begin a dry run: it says what would be decided otherwise today, and changes nothing. */
        post: operations["beginReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/replays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One replay with what it found, gathered by kind, with examples. */
        get: operations["readReplay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/replays/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write what this dry run found: the same mails are read once more. Nothing is sent for it. */
        post: operations["applyReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/replays/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold a replay; what it has done stays. */
        post: operations["pauseReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/replays/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a replay go on where it stood. */
        post: operations["resumeReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/replays/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a replay; what it has done stays. */
        post: operations["cancelReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/images/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A remote image of a message, by its place in it, fetched for the reader; a grey dot when it cannot be had. */
        get: operations["readRemoteImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/attachments/{attachment_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attached picture (PNG, JPEG, GIF, WebP) for a page to show; anything else has none. */
        get: operations["previewAttachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/image-senders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Senders whose remote images one sees without being asked. */
        get: operations["listImageSenders"];
        put?: never;
        /** See the remote images of a sender at once from now on. */
        post: operations["trustImageSender"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/image-senders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Be asked again before the images of a sender are loaded. */
        delete: operations["distrustImageSender"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/threading": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which ticket an answer goes to. */
        get: operations["readThreading"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change which ticket an answer goes to, for mail from now on. */
        patch: operations["changeThreading"];
        trace?: never;
    };
    "/acknowledging": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which mailboxes acknowledge new tickets, with which words, and whether that is stopped. */
        get: operations["listAcknowledging"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/acknowledging/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Whether a mailbox acknowledges new tickets, and with which words. */
        put: operations["setAcknowledging"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/acknowledging/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An acknowledgement as a customer would get it. */
        post: operations["previewAcknowledgement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/acknowledging/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an acknowledgement to yourself. */
        post: operations["tryAcknowledgement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/acknowledging/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let acknowledgements leave again after so many left at once that they were stopped. */
        post: operations["resumeAcknowledging"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/messages/collisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Message-IDs that different mails carry, each with its mails and what differs. */
        get: operations["listCollisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/messages/collisions/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look through all mail that is held for Message-IDs used twice; how far it has come stands in the list. */
        post: operations["backfillCollisions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/messages/collisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One Message-ID that different mails carry. */
        get: operations["readCollision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/messages/collisions/{id}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark it as looked at, until another mail comes under that id. */
        post: operations["markCollisionSeen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/senders/blocked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Senders whose mail goes to spam, newest first. */
        get: operations["listBlockedSenders"];
        put?: never;
        /** Block a sender, or all of a domain: mail from there goes to spam from now on, and is kept. */
        post: operations["blockSender"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/senders/blocked/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a block back: mail from there is mail again. */
        delete: operations["unblockSender"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/way-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the mail of a mailbox leaves: by which server or provider, how much of it, and what is wrong. */
        get: operations["readWayOut"];
        /** Let the mail of a mailbox leave by a server or provider of its own, or limit how much leaves. */
        put: operations["setWayOut"];
        post?: never;
        /** Let the mail of a mailbox leave by SMTP_URL again; its own server and password are forgotten. */
        delete: operations["forgetWayOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/way-out/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try the way out of a mailbox now, or with other settings before they are kept; with `to`, a mail is sent there. What waited leaves when it works. */
        post: operations["checkWayOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the provider whether it has a mail of which nobody knows whether it left. */
        post: operations["lookForSent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/html": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sanitised HTML of a message; with its remote images, fetched by Docket, when asked for. */
        get: operations["readMessageHtml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The mail as it came, byte for byte. */
        get: operations["downloadMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/messages/{message_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a failed mail again. */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{id}/attachments/{attachment_id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attachment, or a redirect to where it lies for a minute. */
        get: operations["downloadAttachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/failed-mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mails that were kept and could not be taken in. */
        get: operations["listFailedMails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/failed-mails/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One failed mail with its source. */
        get: operations["readFailedMail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/failed-mails/{id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A failed mail as it came, byte for byte. */
        get: operations["downloadFailedMail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/failed-mails/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a failed mail in again; one of which only the header is here is fetched again first. */
        post: operations["retryFailedMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Outgoing mails, newest first; those of one state when asked. */
        get: operations["listOutgoingMails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outbox/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One outgoing mail with its source. */
        get: operations["readOutgoingMail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One mailbox, and how it gets its mail. */
        get: operations["readMailbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Call a mailbox otherwise: what recipients see beside its address; and whether mail to local+anything@ reaches it. */
        patch: operations["renameMailbox"];
        trace?: never;
    };
    "/mailboxes/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a mailbox was connected, broke, healed, was paused or changed; newest first. */
        get: operations["readMailboxHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/shadow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Shadow mode: mail comes in and nothing leaves; what waits to leave is failed and stays. */
        put: operations["setShadow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The mailboxes of the organisation, and how each gets its mail. */
        get: operations["listMailboxes"];
        put?: never;
        /** Open a mailbox: mail to its address makes tickets. One that exists is left as it is. */
        post: operations["openMailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Disconnect a mailbox from its provider; its mail stays. */
        delete: operations["disconnectMailbox"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/connection/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that the account a consent brought is the right one, once its newest mails were looked at: from now on it is fetched. */
        post: operations["confirmMailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/connectivity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Try the connection of a mailbox now, and see the newest mails there. */
        get: operations["checkMailbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/sync/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a mailbox has come, when it last succeeded, and what is wrong. */
        get: operations["readSyncStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/sync/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look everything up again since then (all of it without a time) and keep what is missing, as history. */
        post: operations["backfillMailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/sync/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look for new mail now. */
        post: operations["pullMailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/sync/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring nothing from the provider for so many minutes. */
        post: operations["pauseMailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/sync/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a pause, an open breaker or a refusal, and look for new mail now. */
        post: operations["resumeMailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/imap/guess": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find the IMAP servers that an address may be read at, the likeliest first; none when nothing is known or published. */
        post: operations["guessImap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/connection/imap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Fetch the mail of a mailbox from an IMAP server; `since` brings older mail as history, null all of it. */
        put: operations["connectImap"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/imap/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try an IMAP server before it is connected, and see its newest mails. Nothing is kept. */
        post: operations["checkImap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The mail balance sheet: for each mailbox and day what its provider holds, and what became of it here. */
        get: operations["listBalances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The balance sheet of one mailbox, newest day first; the last two weeks, unless it is said which days. */
        get: operations["readBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/balance/differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The mails that a day differs by: missing here, lost here, or gone at the provider. */
        get: operations["listBalanceDifferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/balance/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the provider what it holds of these days (yesterday and today, unless said), and lay it against what is here. The answer comes at once: the balance of the mailbox says how far it is. While something is under way there, that is the answer. */
        post: operations["checkBalance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/balance/mend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring the mails that the last check of these days found missing, one by one, and check the days again. The answer comes at once: the balance of the mailbox says how far it is. While something is under way there, that is the answer. */
        post: operations["mendBalance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The address that a provider posts mail to: when mail came, what was refused and why. The address itself is shown only when it is made. */
        get: operations["readMailWebhook"];
        /** Make an address that a provider posts mail to, in place of the one before. The answer shows it once, and says what to click. */
        put: operations["makeMailWebhook"];
        post?: never;
        /** Take the address away: what is posted to it is refused from now on. Mail stays. */
        delete: operations["removeMailWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/{id}/webhook/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a mailbox a new address for its provider; the one before is good for another day. */
        post: operations["rotateMailWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/gmail/oauth/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to connect a mailbox to a Gmail account (in a browser): the answer says where to send the person. What comes back is confirmed once its newest mails were looked at. */
        post: operations["startGmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/gmail/oauth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where Google sends the person back to; goes on to the page of the mailbox, or to why it was not connected. */
        get: operations["endGmail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/nylas/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to connect a mailbox through Nylas (in a browser): the answer says where to send the person. What comes back is confirmed once its newest mails were looked at. */
        post: operations["startNylas"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/nylas/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where Nylas sends the person back to; goes on to the page of the mailbox, or to why it was not connected. */
        get: operations["endNylas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailboxes/oauth/visits/{visit_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a way to a provider ended without a mailbox. */
        get: operations["readConsentVisit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/signature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stands under one's own mails, and the variables that may stand in it. */
        get: operations["readSignature"];
        /** Set what stands under one's own mails; without words there is none. */
        put: operations["setSignature"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/signature/filled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's signature as it stands under a mail of this ticket or mailbox; empty where there is none. */
        get: operations["fillSignature"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/macros": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ready-made words, everybody's and one's own; those that fit the ticket first. */
        get: operations["listMacros"];
        put?: never;
        /** Keep words that are written often. Those of everybody need settings.manage. */
        post: operations["addMacro"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/macros/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a macro. Those of everybody need settings.manage. */
        delete: operations["removeMacro"];
        options?: never;
        head?: never;
        /** Change a macro. Those of everybody need settings.manage. */
        patch: operations["changeMacro"];
        trace?: never;
    };
    "/macros/{id}/filled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A macro as it reads on this ticket, and what the ticket becomes. */
        get: operations["fillMacro"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one is told by mail, and the newest of those mails. */
        get: operations["readNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what one is told by mail. */
        patch: operations["changeNotifications"];
        trace?: never;
    };
    "/settings/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What mails to colleagues show. */
        get: operations["readNotificationSettings"];
        /** Change what mails to colleagues show, for all that have not left. */
        put: operations["changeNotificationSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/system-mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mails that Docket wrote about access, newest first, with what became of them; never their links. */
        get: operations["listSystemMails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What needs a person to look after this server. */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/mailboxes/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How every mailbox does, in one look. */
        get: operations["summarizeSync"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/metrics/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits, what has failed, and how long things take. */
        get: operations["readOpsOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/jobs/dlq": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs that failed too often or gave up, newest first, each with the sentence why. */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/jobs/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do a job again that was given up, from the beginning. */
        post: operations["replayJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/jobs/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do many jobs again that were given up; those that are none any more are left out. */
        post: operations["replayJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The API as an OpenAPI 3.1 document. */
        get: operations["readOpenapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The API as a page for people. */
        get: operations["readDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/filter.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What lets that page hide the operations that were not asked for. */
        get: operations["readDocsFilter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Acknowledgement: {
            /** @enum {string} */
            outcome: "sent" | "declined";
            /** Format: date-time */
            at: string;
            /** @description Why there is none, in sentences. */
            reasons: string[];
            /** @description Our mail, when there is one. */
            message_id: string | null;
        };
        AcknowledgementText: {
            subject: string;
            body: string;
        };
        AcknowledgingMailbox: {
            active: boolean;
            language: components["schemas"]["Language"];
            /** @description In the language of the mail, where that is one of these and plain to see. */
            as_written: boolean;
            /** @description Own words by language; where there are none, the standard ones stand. */
            texts: {
                en?: components["schemas"]["AcknowledgementText"];
                de?: components["schemas"]["AcknowledgementText"];
                fr?: components["schemas"]["AcknowledgementText"];
                es?: components["schemas"]["AcknowledgementText"];
            };
            mailbox: {
                id: string;
                address: string;
                name: string;
            };
        };
        Address: {
            name: string;
            address: string;
        };
        Attachment: {
            id: string;
            filename: string;
            content_type: string;
            size: number;
            inline: boolean;
        };
        Authentication: {
            /** @enum {string} */
            verdict: "verified" | "unverified" | "failed" | "unknown";
            reasons: string[];
        };
        /** @description at_provider + gone + direct is the sum of the columns from tickets to lost. */
        BalanceDay: {
            /**
             * Format: date
             * @description In UTC.
             */
            day: string;
            /** Format: date-time */
            checked_at: string;
            /** @description Null for a mailbox that no provider is asked about. */
            at_provider: number | null;
            /** @description Here, and deleted or moved at the provider since. */
            gone: number;
            /** @description Came by SMTP, a webhook or an import. */
            direct: number;
            tickets: number;
            suppressed: {
                [key: string]: number;
            };
            failed: number;
            waiting: number;
            /** @description At the provider, and on the way here. */
            coming: number;
            /** @description At the provider, from before the time since which mail is brought. */
            older: number;
            /** @description At the provider, and should be here. */
            missing: number;
            /** @description Taken in, and of no message. */
            lost: number;
            adds_up: boolean;
            /** @description How many checks in a row it did not add up. */
            off_checks: number;
        };
        BalanceDifference: {
            /** @enum {string} */
            kind: "missing" | "lost" | "gone";
            provider_id: string;
            /** Format: date-time */
            received_at: string;
            size: number;
            subject: string | null;
            from: string | null;
            ticket_id: string | null;
            message_id: string | null;
        };
        /** @description What a person last asked of a balance, and how far it is. */
        BalanceRun: {
            /** @enum {string} */
            what: "check" | "mend";
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "failed";
            /** Format: date */
            since: string;
            /** Format: date */
            until: string;
            /** Format: date-time */
            asked_at: string;
            begun_at: string | null;
            ended_at: string | null;
            /** @description Mails that were missing here, and were brought. */
            fetched: number;
            /** @description Mails that had come to nothing, and were taken in anew. */
            again: number;
            /** @description What the provider said, when it could not be asked. */
            error: string | null;
        };
        BlockedSender: {
            id: string;
            /** @description An address, or a domain that begins with @. */
            address: string;
            reason: string;
            by: {
                id: string;
                name: string;
            } | null;
            /** Format: date-time */
            at: string;
            /** @description How many tickets were moved to spam by blocking. */
            moved_tickets: number;
        };
        CancelledReply: {
            id: string;
            number: number;
            subject: string;
            status: components["schemas"]["TicketStatus"];
            priority: components["schemas"]["TicketPriority"];
            requester: {
                id: string;
                name: string;
                email: string;
            };
            assignee: {
                id: string;
                name: string;
            } | null;
            preview: string;
            unread: boolean;
            message_count: number;
            has_draft: boolean;
            /** @description A mail of ours did not arrive, and nobody has done anything about it yet. */
            undelivered: boolean;
            /** Format: date-time */
            active_at: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            version: number;
            mailbox: {
                id: string;
                address: string;
                /** @description Mail comes in and nothing leaves. */
                in_shadow: boolean;
            } | null;
            /** @description Where its messages are and its number leads; it stands in no list. */
            merged_into: {
                id: string;
                number: number;
            } | null;
            /** @description The addresses that may join by mail in full; mail of others is held. */
            participants: string[];
            links: components["schemas"]["TicketLink"][];
            /** @description To whom an answer to all goes: all of the newest mail, without ourselves. */
            reply_all: components["schemas"]["ReplyAll"];
            /** @description Addresses of this ticket that no mail arrives at, as another server proved. */
            undeliverable: components["schemas"]["Undeliverable"][];
            can: {
                update: boolean;
                reply: boolean;
                note: boolean;
            };
            messages: components["schemas"]["MessageView"][];
            events: components["schemas"]["TicketEvent"][];
            drafts: components["schemas"]["Draft"][];
            /** @description The mail had opened its ticket, and the ticket is gone with it: this is what it was. */
            withdrawn: {
                /** @description Its words among your new mails; null when a colleague wrote them. */
                new_mail_id: string | null;
            } | null;
        };
        CodeMailed: {
            ok: boolean;
            says: string;
        };
        CollidingMail: {
            id: string;
            /** @enum {string} */
            direction: "in" | "out" | "note";
            ticket: {
                id: string;
                number: number;
            } | null;
            from: {
                name: string;
                address: string;
            };
            subject: string;
            /** @description As the mail says. */
            sent_at: string | null;
            /** Format: date-time */
            at: string;
            held: boolean;
            attachments: {
                filename: string;
                size: number;
                sha256: string;
            }[];
            deliveries: number;
            mailboxes: string[];
            /** @description From the first mail; none of the first itself. */
            differs: components["schemas"]["MailDifference"][];
        };
        Collision: {
            id: string;
            message_id: string;
            /**
             * @description variant: one mail but for what a mailing list adds; different: other mails under one id.
             * @enum {string}
             */
            kind: "variant" | "different";
            message_count: number;
            /**
             * Format: date-time
             * @description When the id came on a second mail.
             */
            first_seen_at: string;
            /** Format: date-time */
            newest_at: string;
            seen_at: string | null;
            seen_by: string | null;
            /** @description The oldest ten. */
            messages: components["schemas"]["CollidingMail"][];
        };
        CollisionBackfill: {
            /** Format: date-time */
            started_at: string;
            finished_at: string | null;
            done: number;
            total: number;
            /** @description Mails whose bytes could not be had or read. */
            unread: number;
        };
        Connection: {
            /** @enum {string} */
            kind: "imap" | "gmail" | "nylas";
            settings: {
                host?: string;
                port?: number;
                /** @enum {string} */
                security?: "tls" | "starttls" | "none";
                user?: string;
                /**
                 * @default [
                 *       "INBOX"
                 *     ]
                 */
                folders?: string[];
                oauth?: {
                    /** Format: uri */
                    token_url: string;
                    client_id: string;
                    scope?: string;
                };
                account?: string;
                /** @default false */
                journal?: boolean;
                sends?: boolean;
                grant?: string;
                provider?: string;
            };
            /** @enum {string} */
            state: "unconfirmed" | "new" | "live" | "backfilling" | "failing" | "paused" | "tripped" | "refused";
            /** @description Why nothing is fetched though nothing is wrong. */
            held: string | null;
            /** Format: date-time */
            connected_at: string;
            /** @description When a person said that this is the right account. */
            confirmed_at: string | null;
            live_since: string | null;
            cursor: string | null;
            /** Format: date-time */
            next_pull_at: string;
            last_success_at: string | null;
            lag_seconds: number | null;
            failures: number;
            last_error: string | null;
            last_error_at: string | null;
            paused_until: string | null;
            push_until: string | null;
            push_error: string | null;
            backfill: {
                since: string | null;
                /** Format: date-time */
                before: string;
                done: number;
                total: number | null;
                /** Format: date-time */
                asked_at: string;
                finished_at: string | null;
            } | null;
        };
        ConsentVisit: {
            /** @enum {string} */
            provider: "gmail" | "nylas";
            /** @description Why nothing was connected, in a sentence. */
            refused: string | null;
            mailbox_id: string | null;
            /** @description Of the mailbox that was to be connected. */
            address: string | null;
            /** @description The mailbox has a connection, which was left as it was. */
            connected: boolean;
        };
        DeadLetter: {
            id: string;
            job: string | null;
            /** @description Why the last attempt failed. */
            says: string | null;
            /** Format: date-time */
            failed_at: string;
            began_at: string | null;
            attempts: number;
            /** @description What its log lines and events are found by. */
            request_id: string | null;
            /** @description Whether this version still knows jobs of its kind, and can do it again. */
            known: boolean;
        };
        Delivery: {
            status: components["schemas"]["DeliveryStatus"];
            error: string | null;
            attempts: number;
            sent_at: string | null;
            via: ("smtp" | "gmail" | "nylas" | "outbox") | null;
            /** @description When it leaves, while it waits for its first try. */
            leaves_at: string | null;
            /** @description When it is tried next, while it waits for its mailbox or for a further try; `error` says why. */
            tries_at: string | null;
            /** @description It can still be taken back. */
            can_cancel: boolean;
            /** @description It is given back to its writer when the customer writes before it leaves. */
            unless_answered: boolean;
            recipients: components["schemas"]["DeliveryRecipient"][];
        };
        DeliveryRecipient: {
            address: string;
            name: string;
            /** @enum {string} */
            kind: "to" | "cc" | "bcc";
            state: components["schemas"]["RecipientState"];
            /** @description Why, in a sentence. */
            says: string | null;
            /** Format: date-time */
            at: string;
        };
        /** @enum {string} */
        DeliveryStatus: "queued" | "sending" | "sent" | "failed" | "unsure" | "cancelled";
        DomainLine: {
            /** @enum {string} */
            what: "domain" | "spf" | "dkim" | "dmarc" | "alignment";
            /** @enum {string} */
            state: "ok" | "look" | "wrong" | "unknown";
            says: string;
            /** @description The record to add, or to put in the place of the one that is there. */
            record: {
                name: string;
                /** @constant */
                type: "TXT";
                value: string;
            } | null;
        };
        Draft: {
            kind: components["schemas"]["DraftKind"];
            body: string;
            html: string | null;
            /** @description Null: as an answer goes by itself. May hold what is no address yet. */
            to: components["schemas"]["Address"][] | null;
            /** @description Null: as an answer goes by itself. May hold what is no address yet. */
            cc: components["schemas"]["Address"][] | null;
            /** @description Null: as an answer goes by itself. May hold what is no address yet. */
            bcc: components["schemas"]["Address"][] | null;
            upload_ids: string[];
            /** @description The address it is written from; null: the default of the mailbox. */
            identity_id: string | null;
            /** @description What the ticket becomes when this is sent. */
            status: components["schemas"]["TicketStatus"] | null;
            /** @description Those of upload_ids that are still there. */
            uploads: components["schemas"]["Upload"][];
            /** Format: date-time */
            updated_at: string;
        };
        /** @enum {string} */
        DraftKind: "reply" | "note" | "forward";
        FailedMail: {
            id: string;
            /** Format: date-time */
            received_at: string;
            mailbox: string;
            envelope_from: string | null;
            envelope_to: string | null;
            size: number;
            attempts: number;
            error: string | null;
        };
        FilledMacro: {
            html: string;
            body: string;
            /** @description Variables that stand for nothing here; they are left as they are. */
            unknown: string[];
            status: components["schemas"]["TicketStatus"] | null;
        };
        FilledWords: {
            html: string;
            body: string;
            /** @description Variables that stand for nothing here; they are left as they are. */
            unknown: string[];
        };
        Identity: {
            id: string;
            address: string;
            name: string;
            /** @enum {string} */
            state: "verified" | "unverified" | "revoked";
            /** @description Why nothing leaves under it any more. */
            says: string | null;
            verified_at: string | null;
            verified_by: ("code" | "provider") | null;
            /** @description Who may write from it; null: everybody who may reply. */
            people: {
                id: string;
                name: string;
            }[] | null;
            /** @description The code that is out, while it is good. */
            code: {
                /** Format: date-time */
                sent_at: string;
                /** Format: date-time */
                good_until: string;
                tries_left: number;
            } | null;
        };
        ImageSender: {
            id: string;
            address: string;
            /** Format: date-time */
            created_at: string;
        };
        ImapGuess: {
            host: string;
            port: number;
            /** @enum {string} */
            security: "tls" | "starttls";
            user: string;
            /** @enum {string} */
            by: "known" | "dns" | "autoconfig" | "usual";
            provider: string | null;
            note: string | null;
        };
        KeptDraft: {
            /** @description Null when it was thrown away. */
            updated_at: string | null;
        };
        /** @enum {string} */
        Language: "en" | "de" | "fr" | "es";
        Macro: {
            id: string;
            name: string;
            html: string;
            body: string;
            shared: boolean;
            mailbox_id: string | null;
            language: ("en" | "de" | "fr" | "es") | null;
            status: components["schemas"]["TicketStatus"] | null;
            /** @description Made for this mailbox or this language. */
            fits: boolean;
            can_change: boolean;
            /** Format: date-time */
            updated_at: string;
        };
        MailBalance: {
            mailbox: {
                id: string;
                address: string;
                name: string;
                connected: boolean;
            };
            checked_at: string | null;
            next_check_at: string | null;
            /** @description Why the provider could not be asked the last time. */
            error: string | null;
            run: components["schemas"]["BalanceRun"] | null;
            days: components["schemas"]["BalanceDay"][];
        };
        MailDifference: {
            /** @enum {string} */
            what: "subject" | "from" | "date" | "attachments" | "body";
            /** @description What the first mail has; not of a body. */
            first?: string;
            /** @description What this mail has; not of a body. */
            here?: string;
            /** @description Of a body: what only the first has (-) and only this one (+). */
            lines?: {
                /** @enum {string} */
                sign: "-" | "+" | " ";
                text: string;
            }[];
            /** @description How many more lines differ. */
            more?: number;
        };
        MailWebhook: {
            /** @enum {string} */
            provider: "raw" | "postmark" | "sendgrid" | "mailgun" | "cloudmailin" | "ses";
            provider_name: string;
            topic: string | null;
            signed: boolean;
            /** Format: date-time */
            made_at: string;
            before_until: string | null;
            taken: number;
            last_taken_at: string | null;
            refused: number;
            last_refused_at: string | null;
            last_refusal: string | null;
            /** @description The last five calls of the provider, newest first, and what came of them. */
            calls: components["schemas"]["MailWebhookCall"][];
        };
        MailWebhookCall: {
            /** Format: date-time */
            at: string;
            /**
             * @description New mail was kept; all of it was here already; there was none in it; it did not show that it is from the provider; it was refused for another reason.
             * @enum {string}
             */
            outcome: "kept" | "known" | "empty" | "not-genuine" | "refused";
            /** @description Why it was refused. */
            says: string | null;
            mails: {
                from: string;
                subject: string;
                /** @enum {string} */
                state: "kept" | "done" | "failed";
                error: string | null;
                ticket_id: string | null;
                message_id: string | null;
            }[];
        };
        Mailbox: {
            id: string;
            address: string;
            name: string;
            /** @description Since then mail comes in and nothing leaves. */
            shadow_since: string | null;
            /** @description Mail to local+anything@domain reaches it: answers and bounces are asked for there. */
            plus_addresses: boolean;
            /** @description None: it is reached by SMTP alone. */
            connection: components["schemas"]["Connection"] | null;
            /**
             * @description The kind of its way out.
             * @enum {string}
             */
            leaves_by: "server" | "smtp" | "gmail" | "nylas";
            /** @description Why nothing leaves it before a person changes something. */
            sending_refused: string | null;
            /** @description The provider that posts mail to it, by name. */
            posted_by: string | null;
            /** @description Whoever paused it, by name. */
            paused_by: string | null;
            last_day: components["schemas"]["MailboxDay"];
            /** @description When the newest mail of the last day came. */
            last_mail_at: string | null;
            /** @description Mails that wait for a person, of any age. */
            failed: number;
        };
        MailboxCheck: {
            ok: boolean;
            steps: {
                step: string;
                ok: boolean;
                says: string;
            }[];
            newest: {
                from: string;
                subject: string;
                /** Format: date-time */
                received_at: string;
            }[];
            /** @description What there is to read, where one may choose; `use` is what its server says it is for. */
            folders: {
                name: string;
                use: string | null;
            }[];
        };
        MailboxDay: {
            /** @description Taken in and not understood yet. */
            kept: number;
            /** @description On a ticket. */
            done: number;
            /** @description Could not be understood and waits for a person. */
            failed: number;
            /** @description Of all these, older mail that was brought. */
            history: number;
        };
        MailboxIdentities: {
            /**
             * @description The name beside the address: of the writer and the organisation, of the address, or of the mailbox.
             * @enum {string}
             */
            from_name: "person" | "address" | "mailbox";
            organisation: string;
            /** @description Null: the address of the mailbox itself. */
            default_identity_id: string | null;
            /** @description Its Gmail account can be asked which addresses it may send from. */
            asks_google: boolean;
            /** @description When Google last said from which it may; it is asked once a day. */
            google_asked_at: string | null;
            /** @description Why it could not be asked the last time. */
            google_error: string | null;
            /** @description What the way out does with other addresses. */
            note: string | null;
            items: components["schemas"]["Identity"][];
            domains_checked_at: string | null;
            domains: {
                domain: string;
                /** Format: date-time */
                checked_at: string;
                lines: components["schemas"]["DomainLine"][];
            }[];
        };
        MailboxIdentitiesMailed: {
            /**
             * @description The name beside the address: of the writer and the organisation, of the address, or of the mailbox.
             * @enum {string}
             */
            from_name: "person" | "address" | "mailbox";
            organisation: string;
            /** @description Null: the address of the mailbox itself. */
            default_identity_id: string | null;
            /** @description Its Gmail account can be asked which addresses it may send from. */
            asks_google: boolean;
            /** @description When Google last said from which it may; it is asked once a day. */
            google_asked_at: string | null;
            /** @description Why it could not be asked the last time. */
            google_error: string | null;
            /** @description What the way out does with other addresses. */
            note: string | null;
            items: components["schemas"]["Identity"][];
            domains_checked_at: string | null;
            domains: {
                domain: string;
                /** Format: date-time */
                checked_at: string;
                lines: components["schemas"]["DomainLine"][];
            }[];
            /** @description What became of the code. */
            mailed: components["schemas"]["CodeMailed"];
        };
        MailboxSync: {
            id: string;
            address: string;
            name: string;
            /** @description Null: it is reached by SMTP alone. */
            kind: string | null;
            state: ("unconfirmed" | "new" | "live" | "backfilling" | "failing" | "paused" | "tripped" | "refused") | null;
            /** @description Since all that its provider held was kept. */
            lag_seconds: number | null;
            last_success_at: string | null;
            last_error: string | null;
            backfill: {
                done: number;
                total: number | null;
            } | null;
            waiting: number;
            failed: number;
            newest_at: string | null;
            /** @description Mails by which its balance is off. */
            off: number;
        };
        MailboxTurn: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            what: "connected" | "confirmed" | "reconnected" | "disconnected" | "paused" | "resumed" | "backfill-asked" | "backfilled" | "healed" | "shadowed" | "unshadowed" | "way-out-changed" | "way-out-paused" | "way-out-resumed" | "refused" | "tripped";
            says: string | null;
            by: string | null;
            minutes: number | null;
            since: string | null;
        };
        Match: {
            message_id: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            part: "text" | "from" | "to" | "attachment";
            text: string;
            ranges: [
                number,
                number
            ][];
            subject: [
                number,
                number
            ][];
        };
        Me: {
            user: {
                id: string;
                name: string;
                email: string;
                role: components["schemas"]["Role"];
                two_factor: boolean;
            };
            org: {
                id: string;
                name: string;
                slug: string;
                is_demo: boolean;
            };
            permissions: string[];
            support_addresses: string[];
            smtp_port: number;
        };
        MessageSource: {
            raw_text: string;
            size: number;
            sha256: string;
            /** @enum {string} */
            direction: "in" | "out" | "note";
            /** Format: date-time */
            at: string;
            subject: string;
            author: components["schemas"]["Address"];
            held: boolean;
            message_id: string | null;
            /** @description When its sender says that it was written; null where nothing was said. */
            date: string | null;
            in_reply_to: string | null;
            references: string[];
            /** @description The version of the parser that read it, and the one that would read it now. */
            parser: {
                version: number | null;
                today: number;
            } | null;
            occurrences: components["schemas"]["Occurrence"][];
            /** @description How it went out, if it did. */
            delivery: {
                status: components["schemas"]["DeliveryStatus"];
                via: ("smtp" | "gmail" | "nylas" | "outbox") | null;
                envelope_from: string;
                envelope_to: string[];
                attempts: number;
                error: string | null;
                response: string | null;
                /** Format: date-time */
                queued_at: string;
                sent_at: string | null;
            } | null;
            verdict: components["schemas"]["Verdict"] | null;
            recipient: unknown;
            stitch: {
                reason: string;
                confidence: string;
                evidence: unknown;
                refers_to: components["schemas"]["ReferredMessage"] | null;
            } | null;
            problems: string[];
        };
        MessageToday: {
            parser: number;
            changes: components["schemas"]["ReplayedChange"][];
            /** @description Why today’s parser could not read it. */
            failure: string | null;
            bounces: {
                recipient: string;
                action: string;
                status: string;
                permanent: boolean;
            }[];
        };
        MessageView: {
            id: string;
            /** @enum {string} */
            direction: "in" | "out" | "note";
            author: {
                /** @enum {string} */
                kind: "contact" | "user" | "system";
                name: string;
                email: string;
            };
            /** Format: date-time */
            at: string;
            subject: string;
            to: components["schemas"]["Address"][];
            cc: components["schemas"]["Address"][];
            /** @description Of a mail of ours: who got it and stands in no copy of it. */
            bcc: components["schemas"]["Address"][];
            text: string;
            reply_text: string;
            quoted_text: string;
            has_html: boolean;
            has_source: boolean;
            held: boolean;
            attachments: components["schemas"]["Attachment"][];
            verdict: components["schemas"]["Verdict"] | null;
            /** @description Null until it is found out, and for history. */
            authentication: components["schemas"]["Authentication"] | null;
            stitch: {
                reason: string;
                confidence: string | null;
            } | null;
            problems: string[];
            delivery: components["schemas"]["Delivery"] | null;
            /** @description Set when Docket wrote it by itself: what it is. It is nobody’s answer. */
            automatic: "acknowledgement" | null;
            /** @description Of the mail that opened the ticket: whether it was acknowledged. Null while that is open, and where nothing does. */
            acknowledgement: components["schemas"]["Acknowledgement"] | null;
        };
        NewMail: {
            id: string;
            /** @description The mailbox that it is written from; null: not chosen yet. */
            mailbox_id: string | null;
            /** @description The address it is written from; null: the default of the mailbox. */
            identity_id: string | null;
            /** @description May hold what is no address yet. */
            to: components["schemas"]["Address"][];
            /** @description May hold what is no address yet. */
            cc: components["schemas"]["Address"][];
            /** @description May hold what is no address yet. */
            bcc: components["schemas"]["Address"][];
            subject: string;
            body: string;
            html: string | null;
            upload_ids: string[];
            /** @description What its ticket becomes; null: it waits for them. */
            status: components["schemas"]["TicketStatus"] | null;
            /** @description Those of upload_ids that are still there. */
            uploads: components["schemas"]["Upload"][];
            /** Format: date-time */
            updated_at: string;
        };
        NewMailWebhook: {
            /** @enum {string} */
            provider: "raw" | "postmark" | "sendgrid" | "mailgun" | "cloudmailin" | "ses";
            provider_name: string;
            topic: string | null;
            signed: boolean;
            /** Format: date-time */
            made_at: string;
            before_until: string | null;
            taken: number;
            last_taken_at: string | null;
            refused: number;
            last_refused_at: string | null;
            last_refusal: string | null;
            /** @description The last five calls of the provider, newest first, and what came of them. */
            calls: components["schemas"]["MailWebhookCall"][];
            url: string;
            steps: string[];
        };
        NewerMessage: {
            id: string;
            /** @enum {string} */
            direction: "in" | "out" | "note";
            author: string;
            /** Format: date-time */
            at: string;
            preview: string;
        };
        NotificationSettings: {
            /** @description Mails to colleagues show what was written, shortened. */
            quotes_words: boolean;
        };
        Notifications: {
            /** @description A ticket becomes mine. */
            assigned: boolean;
            /** @description A note names me. */
            mentioned: boolean;
            /** @description A new ticket comes to a mailbox that I follow. */
            opened: boolean;
            /** @description The customer answers on a ticket of mine. */
            answered: boolean;
            /**
             * @description What an answer to such a mail does when it is proven to be mine; it counts at once, also for mails that left before.
             * @enum {string}
             */
            answer_does: "nothing" | "note" | "reply";
            mailboxes: {
                id: string;
                address: string;
                name: string;
                followed: boolean;
            }[];
            /** @description The newest, with what became of each. */
            lately: {
                id: string;
                /** Format: date-time */
                at: string;
                kinds: ("assigned" | "mentioned" | "opened" | "answered")[];
                ticket: {
                    id: string;
                    number: number;
                    subject: string;
                } | null;
                /** @enum {string} */
                status: "gathering" | "queued" | "sending" | "sent" | "failed" | "withheld" | "returned";
                /** @description Why it failed, was withheld or came back. */
                says: string | null;
            }[];
        };
        Occurrence: {
            mailbox: string;
            envelope_from: string | null;
            envelope_to: string | null;
            /** Format: date-time */
            received_at: string;
            size: number;
            sha256: string;
            is_history: boolean;
            attempts: number;
            stages: components["schemas"]["Stage"][];
            /** @description Null for mail taken in before this was kept. */
            recipient: components["schemas"]["RecipientEvidence"] | null;
            peer: {
                ip: string;
                helo: string;
            } | null;
            authentication: components["schemas"]["Authentication"] | null;
        };
        OpsOverview: {
            /** Format: date-time */
            at: string;
            mails: {
                today: number;
                waiting: number;
                failed: number;
                /** @description For how long the oldest that is due has waited. */
                oldest_seconds: number | null;
            };
            deliveries: {
                waiting: number;
                unsure: number;
                failed: number;
            };
            queues: {
                job: string;
                waiting: number;
                /** @description For how long the oldest that is due has waited. */
                oldest_seconds: number | null;
            }[];
            dead_letters: number;
            /** @description Times of the process that answers, since it began. */
            slow: {
                /** @enum {string} */
                what: "ticket" | "stage" | "job" | "request";
                name: string;
                p50_ms: number;
                p95_ms: number;
            }[];
        };
        OutgoingMail: {
            id: string;
            /** Format: date-time */
            queued_at: string;
            status: components["schemas"]["DeliveryStatus"];
            via: ("smtp" | "gmail" | "nylas" | "outbox") | null;
            to: string[];
            subject: string;
            ticket_id: string;
            ticket_number: number;
            error: string | null;
        };
        /** @enum {string} */
        Permission: "ticket.see" | "ticket.create" | "ticket.update" | "ticket.reply" | "mail.source" | "sender.block" | "ops.see" | "ops.retry" | "ops.replay" | "mailbox.manage" | "people.manage" | "token.manage" | "audit.see" | "settings.manage";
        Problem: {
            /** @description A URN that ends with the code. */
            type: string;
            /** @description What a program looks at. New codes may come. */
            code: string;
            title: string;
            status: number;
            /** @description A sentence for people. */
            detail: string;
            /** @description The id of the request, as in X-Request-ID. */
            instance: string;
            /** @description With code invalid: what is wrong with which field. */
            errors?: {
                field: string;
                message: string;
            }[];
        };
        RecipientEvidence: {
            address: string | null;
            /** @enum {string} */
            source: "envelope" | "workspace_header" | "delivered_to" | "x_original_to" | "to_cc_scan" | "unknown";
            /** @enum {string} */
            confidence: "high" | "medium" | "low";
            /** @description All that was considered, the surest first. */
            candidates: {
                address: string;
                /** @description Null: the sending server named it in the envelope. */
                header: string | null;
                /** @enum {string} */
                source: "envelope" | "workspace_header" | "delivered_to" | "x_original_to" | "to_cc_scan" | "unknown";
                /** @enum {string} */
                confidence: "high" | "medium" | "low";
                ours: boolean;
            }[];
            /** @description How many more there were. */
            omitted: number;
        };
        /** @enum {string} */
        RecipientState: "queued" | "sending" | "sent" | "failed" | "unsure" | "cancelled" | "delivered" | "delayed" | "bounced";
        ReferredMessage: {
            message_id: string;
            ticket_id: string;
            ticket_number: number;
            subject: string;
            /** Format: date-time */
            at: string;
        };
        ReplayGroup: {
            kind: string;
            field: string;
            mails: number;
            examples: {
                message_id: string;
                ticket_id: string | null;
                ticket_number: number | null;
                subject: string;
                was: string;
                is: string;
            }[];
        };
        ReplayRun: {
            id: string;
            /**
             * @description look: says what would change; apply: writes it; upgrade: writes it after a new parser, by itself.
             * @enum {string}
             */
            kind: "look" | "apply" | "upgrade";
            /** @enum {string} */
            state: "done" | "running" | "paused" | "cancelled" | "failed";
            stage: components["schemas"]["ReplayStage"];
            /** @description Only mail of this address. */
            mailbox: string | null;
            since: string | null;
            mail: string | null;
            parser_version: number;
            mails: {
                /** @description When it began; more may have come since. */
                all: number;
                read: number;
                same: number;
                changed: number;
                failed: number;
                /** @description Had failed before and can be read now. */
                recovered: number;
            };
            started_by: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            ended_at: string | null;
            error: string | null;
        };
        ReplayRunView: {
            id: string;
            /**
             * @description look: says what would change; apply: writes it; upgrade: writes it after a new parser, by itself.
             * @enum {string}
             */
            kind: "look" | "apply" | "upgrade";
            /** @enum {string} */
            state: "done" | "running" | "paused" | "cancelled" | "failed";
            stage: components["schemas"]["ReplayStage"];
            /** @description Only mail of this address. */
            mailbox: string | null;
            since: string | null;
            mail: string | null;
            parser_version: number;
            mails: {
                /** @description When it began; more may have come since. */
                all: number;
                read: number;
                same: number;
                changed: number;
                failed: number;
                /** @description Had failed before and can be read now. */
                recovered: number;
            };
            started_by: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            ended_at: string | null;
            error: string | null;
            changes: components["schemas"]["ReplayGroup"][];
        };
        /** @enum {string} */
        ReplayStage: "all" | "parse" | "stitch";
        /** @description One decision about a mail: as it stands, and as it would be today. */
        ReplayedChange: {
            field: string;
            kind: string;
            was: string;
            is: string;
        };
        ReplyAll: {
            to: components["schemas"]["Address"][];
            cc: components["schemas"]["Address"][];
            /** @description Who stood on the mail and is not written to, and why. */
            left_out: {
                name: string;
                address: string;
                says: string;
            }[];
            /** @description Where the mail itself wants the answer, when that is elsewhere. A person decides. */
            reply_to: {
                to: components["schemas"]["Address"][];
                /** @description What to think of before writing there. */
                says: string;
            } | null;
        };
        /** @enum {string} */
        Role: "admin" | "agent" | "viewer";
        SendingLimits: {
            /** @description Of a whole mail as it travels: files grow by a third. */
            bytes_max: number;
            recipients_max: number;
            /** @description How long a reply of yours waits and can be taken back. */
            undo_seconds: number;
        };
        SentLook: {
            /** @enum {string} */
            found: "there" | "absent" | "unknown";
            says: string;
        };
        Signature: {
            html: string;
            body: string;
            off_mailbox_ids: string[];
            variables: {
                name: string;
                says: string;
            }[];
        };
        Stage: {
            /** @enum {string} */
            stage: "kept" | "parsed" | "stitched" | "routed";
            /** Format: date-time */
            at: string;
            error?: string;
        };
        /** @description Who takes part in the ticket comes first. */
        SuggestedRecipient: {
            name: string;
            address: string;
            /** @enum {string} */
            from: "ticket" | "contact";
        };
        SyncStatus: {
            /** @enum {string} */
            kind: "imap" | "gmail" | "nylas";
            settings: {
                host?: string;
                port?: number;
                /** @enum {string} */
                security?: "tls" | "starttls" | "none";
                user?: string;
                /**
                 * @default [
                 *       "INBOX"
                 *     ]
                 */
                folders?: string[];
                oauth?: {
                    /** Format: uri */
                    token_url: string;
                    client_id: string;
                    scope?: string;
                };
                account?: string;
                /** @default false */
                journal?: boolean;
                sends?: boolean;
                grant?: string;
                provider?: string;
            };
            /** @enum {string} */
            state: "unconfirmed" | "new" | "live" | "backfilling" | "failing" | "paused" | "tripped" | "refused";
            /** @description Why nothing is fetched though nothing is wrong. */
            held: string | null;
            /** Format: date-time */
            connected_at: string;
            /** @description When a person said that this is the right account. */
            confirmed_at: string | null;
            live_since: string | null;
            cursor: string | null;
            /** Format: date-time */
            next_pull_at: string;
            last_success_at: string | null;
            lag_seconds: number | null;
            failures: number;
            last_error: string | null;
            last_error_at: string | null;
            paused_until: string | null;
            push_until: string | null;
            push_error: string | null;
            backfill: {
                since: string | null;
                /** Format: date-time */
                before: string;
                done: number;
                total: number | null;
                /** Format: date-time */
                asked_at: string;
                finished_at: string | null;
            } | null;
            last_day: components["schemas"]["MailboxDay"];
        };
        Threading: {
            /** @description An answer under a new subject opens a new ticket, linked to the old one. */
            new_subject_opens: boolean;
            /** @description An answer to a ticket closed longer ago opens a new one, linked to it; null reopens the old one. */
            closed_days: number | null;
            /** @description A mail that names no other joins its sender’s ticket of the same subject within these hours; null: never. */
            subject_hours: number | null;
        };
        TicketCounts: {
            new: number;
            open: number;
            pending: number;
            resolved: number;
            closed: number;
            spam: number;
            mine: number;
            unassigned: number;
        };
        TicketEvent: {
            id: string;
            type: string;
            /** Format: date-time */
            at: string;
            actor: {
                kind: string;
                name: string;
            };
            data: {
                [key: string]: unknown;
            };
            /** @description On which ticket it happened: this one, or one that was merged into it. */
            ticket_number: number;
        };
        TicketLink: {
            id: string;
            number: number;
            subject: string;
            status: components["schemas"]["TicketStatus"];
            /** @description Why the two have to do with each other: `split` and others. */
            reason: string;
            /** Format: date-time */
            at: string;
        };
        /** @enum {string} */
        TicketPriority: "low" | "normal" | "high" | "urgent";
        TicketRow: {
            id: string;
            number: number;
            subject: string;
            status: components["schemas"]["TicketStatus"];
            priority: components["schemas"]["TicketPriority"];
            requester: {
                id: string;
                name: string;
                email: string;
            };
            assignee: {
                id: string;
                name: string;
            } | null;
            preview: string;
            unread: boolean;
            message_count: number;
            has_draft: boolean;
            /** @description A mail of ours did not arrive, and nobody has done anything about it yet. */
            undelivered: boolean;
            /** Format: date-time */
            active_at: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            version: number;
            match?: components["schemas"]["Match"];
        };
        /** @enum {string} */
        TicketStatus: "new" | "open" | "pending" | "resolved" | "closed" | "spam";
        TicketView: {
            id: string;
            number: number;
            subject: string;
            status: components["schemas"]["TicketStatus"];
            priority: components["schemas"]["TicketPriority"];
            requester: {
                id: string;
                name: string;
                email: string;
            };
            assignee: {
                id: string;
                name: string;
            } | null;
            preview: string;
            unread: boolean;
            message_count: number;
            has_draft: boolean;
            /** @description A mail of ours did not arrive, and nobody has done anything about it yet. */
            undelivered: boolean;
            /** Format: date-time */
            active_at: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            version: number;
            mailbox: {
                id: string;
                address: string;
                /** @description Mail comes in and nothing leaves. */
                in_shadow: boolean;
            } | null;
            /** @description Where its messages are and its number leads; it stands in no list. */
            merged_into: {
                id: string;
                number: number;
            } | null;
            /** @description The addresses that may join by mail in full; mail of others is held. */
            participants: string[];
            links: components["schemas"]["TicketLink"][];
            /** @description To whom an answer to all goes: all of the newest mail, without ourselves. */
            reply_all: components["schemas"]["ReplyAll"];
            /** @description Addresses of this ticket that no mail arrives at, as another server proved. */
            undeliverable: components["schemas"]["Undeliverable"][];
            can: {
                update: boolean;
                reply: boolean;
                note: boolean;
            };
            messages: components["schemas"]["MessageView"][];
            events: components["schemas"]["TicketEvent"][];
            drafts: components["schemas"]["Draft"][];
        };
        Undeliverable: {
            address: string;
            says: string;
            /** Format: date-time */
            at: string;
        };
        Undone: {
            ticket: components["schemas"]["TicketView"];
            /** @description Messages written since, which stay where they were written. */
            stayed: number;
        };
        Upload: {
            id: string;
            filename: string;
            content_type: string;
            size: number;
            inline: boolean;
            /** @description Set for a picture that the words show. */
            content_id: string | null;
        };
        UsableIdentity: {
            /** @description The id of the mailbox for its own address. */
            id: string;
            address: string;
            /** @description As recipients see it when you write. */
            name: string;
            is_default: boolean;
        };
        User: {
            id: string;
            name: string;
            email: string;
            role: components["schemas"]["Role"];
        };
        Verdict: {
            auto_generated: boolean;
            vacation: boolean;
            bounce: boolean;
            list: boolean;
            /** @default false */
            loop: boolean;
            /** @default false */
            spam: boolean;
            reasons: string[];
        };
        WayOut: {
            /** @enum {string} */
            kind: "server" | "smtp" | "gmail" | "nylas";
            host: string | null;
            port: number | null;
            security: ("tls" | "starttls" | "none") | null;
            user: string | null;
            has_password: boolean;
            files_sent: boolean;
            files_now: boolean;
            per_minute: number | null;
            per_day: number | null;
            paused_until: string | null;
            /** @description A person must change something before mail leaves again. */
            refused: boolean;
            /** @description Why nothing leaves for now. */
            says: string | null;
            /** @description Whether its Gmail account lets Docket send; null: it has none, or nobody has asked. */
            gmail_sends: boolean | null;
            /** @description Mails that are due and wait for this mailbox. */
            waiting: number;
            /** @description The kinds that can be chosen. */
            offers: ("server" | "smtp" | "gmail" | "nylas")[];
            /** @description SMTP_URL is set; without it, mail by `server` is only shown. */
            has_server: boolean;
        };
        WayOutCheck: {
            ok: boolean;
            steps: {
                step: string;
                ok: boolean;
                says: string;
            }[];
        };
    };
    responses: {
        /** @description This address belongs to somebody else. */
        AddressTaken: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This mail is on its way or has left. Or: This ticket was merged into another one. */
        AlreadyLeavingOrTicketMerged: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    merged_into?: {
                        id: string;
                        number: number;
                    };
                };
            };
        };
        /** @description This Docket is set up already. */
        AlreadySetUp: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request cannot be read. */
        BadRequest: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The store of mails and attachments does not answer. Or: The store of mails and attachments does not answer. Or: The database does not answer; nothing was changed. Or: The database is busy; nothing was changed. */
        BlobsAwayOrBlobsAwayOrDatabaseAwayOrDatabaseBusy: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The store of mails and attachments does not answer. Or: The database does not answer; nothing was changed. Or: The database is busy; nothing was changed. */
        BlobsAwayOrDatabaseAwayOrDatabaseBusy: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The store of mails and attachments does not answer. Or: The database does not answer; nothing was changed. Or: The database is busy; nothing was changed. Or: The database's disk is full. Or: It is not known whether this was saved. */
        BlobsAwayOrDatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Somebody changed this ticket meanwhile. Or: This ticket was merged into another one. */
        ConflictOrTicketMerged: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    current?: components["schemas"]["TicketView"];
                    merged_into?: {
                        id: string;
                        number: number;
                    };
                };
            };
        };
        /** @description The request did not come from our own page. */
        Csrf: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request did not come from our own page. Or: Not allowed. */
        CsrfOrForbidden: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database does not answer; nothing was changed. Or: The database is busy; nothing was changed. */
        DatabaseAwayOrDatabaseBusy: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database does not answer; nothing was changed. Or: The database is busy; nothing was changed. Or: The database's disk is full. Or: It is not known whether this was saved. */
        DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed. */
        Forbidden: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed. Or: The request did not come from our own page. */
        ForbiddenOrCsrf: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed. Or: The request did not come from our own page. Or: Not allowed. */
        ForbiddenOrCsrfOrForbidden: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Docket is not registered at Google yet. */
        GmailNotSetUp: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No more senders whose images are shown. */
        ImageSendersFull: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something broke here; nothing was changed. */
        Internal: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request has a field that cannot be accepted. */
        Invalid: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request has a field that cannot be accepted. Or: These two cannot be merged. */
        InvalidOrCannotMerge: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request has a field that cannot be accepted. Or: This cannot be split off. */
        InvalidOrCannotSplit: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request has a field that cannot be accepted. Or: This Idempotency-Key was used for another request. */
        InvalidOrIdempotencyKeyReused: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request has a field that cannot be accepted. Or: This Idempotency-Key was used for another request. Or: There is no mailbox to answer from. */
        InvalidOrIdempotencyKeyReusedOrNoMailbox: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request has a field that cannot be accepted. Or: This Idempotency-Key was used for another request. Or: There is no mailbox to answer from. Or: The person behind this ticket has no address that can be answered. */
        InvalidOrIdempotencyKeyReusedOrNoMailboxOrNobodyToAnswer: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request has a field that cannot be accepted. Or: This message names nobody who could take part. */
        InvalidOrNobodyToApprove: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request has a field that cannot be accepted. Or: This message names nobody who could take part. Or: The ticket is with this person. */
        InvalidOrNobodyToApproveOrIsRequester: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This version knows no job of this kind. */
        JobUnknown: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The organisation must keep an administrator. */
        LastAdmin: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This link is not valid any more. */
        LinkSpent: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The mail server did not take the mail. */
        MailNotTaken: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nothing leaves this mailbox. */
        MailboxInShadow: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nothing leaves this mailbox. Or: This mail was changed in another window. */
        MailboxInShadowOrNewMailChanged: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    draft?: components["schemas"]["NewMail"] | null;
                };
            };
        };
        /** @description Nothing leaves this mailbox. Or: Somebody wrote on this ticket meanwhile. Or: This ticket was merged into another one. */
        MailboxInShadowOrThreadChangedOrTicketMerged: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    newer?: components["schemas"]["NewerMessage"][];
                    merged_into?: {
                        id: string;
                        number: number;
                    };
                };
            };
        };
        /** @description This mail was changed in another window. */
        NewMailChanged: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    draft?: components["schemas"]["NewMail"] | null;
                };
            };
        };
        /** @description No mail leaves this server. Or: Nothing leaves this mailbox. */
        NoMailServerOrMailboxInShadow: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This attachment has no preview. */
        NoPreview: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No provider posts mail to this mailbox. */
        NoWebhook: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This mailbox is not connected to a provider. */
        NotConnected: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This mailbox is not connected to a provider. Or: The mailbox is connected to another account by now. */
        NotConnectedOrAnotherAccount: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This mailbox is not connected to a provider. Or: Nobody has looked yet whether this is the right account. */
        NotConnectedOrNotConfirmed: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Only a failed mail can be tried again. */
        NotFailed: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found. */
        NotFound: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body must be JSON. */
        NotJson: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Everybody this mail is for has it, or it is on its way. Or: Nothing leaves this mailbox. */
        NotRetryableOrMailboxInShadow: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no doubt about this mail. */
        NotUnsure: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no doubt about this mail. Or: This ticket was merged into another one. */
        NotUnsureOrTicketMerged: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    merged_into?: {
                        id: string;
                        number: number;
                    };
                };
            };
        };
        /** @description Docket is not registered at Nylas yet. */
        NylasNotSetUp: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The provider does not say which addresses it allows. */
        ProviderSaysNo: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This replay is over. Or: A replay of this kind is under way. */
        ReplayOverOrReplayUnderWay: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A replay of this kind is under way. */
        ReplayUnderWay: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A second factor is on already. */
        SecondFactorOn: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A second factor is on already. Or: Begin with POST /me/two-factor. */
        SecondFactorOnOrSecondFactorNotBegun: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This ticket was merged into another one. */
        TicketMerged: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    merged_into?: {
                        id: string;
                        number: number;
                    };
                };
            };
        };
        /** @description This ticket was merged into another one. Or: This draft was changed in another window. */
        TicketMergedOrDraftChanged: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    merged_into?: {
                        id: string;
                        number: number;
                    };
                    draft?: components["schemas"]["Draft"] | null;
                };
            };
        };
        /** @description This ticket is gone: the mail that opened it was taken back. */
        TicketWithdrawn: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is too large. */
        TooLarge: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Enough codes were mailed for now. Or: Too many requests; wait a minute. */
        TooManyCodesOrTooManyRequests: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @description Seconds to wait. */
                    retry_after?: number;
                };
            };
        };
        /** @description Too many images at once. Or: Too many requests; wait a minute. */
        TooManyImagesOrTooManyRequests: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @description Seconds to wait. */
                    retry_after?: number;
                };
            };
        };
        /** @description Too many requests; wait a minute. */
        TooManyRequests: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many tries. Or: Too many requests; wait a minute. */
        TooManyTriesOrTooManyRequests: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @description Seconds to wait. */
                    retry_after?: number;
                };
            };
        };
        /** @description Sign in first. */
        Unauthenticated: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The file is too large for a mail. */
        UploadTooLarge: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This mailbox cannot send so. */
        WayOutNotOffered: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This mailbox cannot send so. Or: Nothing leaves this mailbox. */
        WayOutNotOfferedOrMailboxInShadow: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description E-mail address or password is wrong. Or: A code is needed. */
        WrongSignInOrSecondFactor: {
            headers: {
                "X-Request-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description Any text of your own, new for each deed: the same request sent again with it is done once.
         * @example printer-2026-03-02
         */
        IdempotencyKey: string;
        /**
         * @description Names the request in logs and answers; one is made when it is missing.
         * @example nightly-sync-17
         */
        RequestId: string;
    };
    requestBodies: never;
    headers: {
        /** @description The id of this request, as it stands in the logs. */
        RequestId: string;
        /** @description How many seconds to wait. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readSetup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether this installation still waits for its first administrator. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "open": false
                     *     }
                     */
                    "application/json": {
                        open: boolean;
                    };
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "organisation": "Acme",
                 *       "name": "Kim Sato",
                 *       "email": "kim@acme.example",
                 *       "password": "correct horse battery staple",
                 *       "mailbox": "support@acme.example"
                 *     }
                 */
                "application/json": {
                    organisation: string;
                    name: string;
                    email: string;
                    password: string;
                    mailbox: string;
                };
            };
        };
        responses: {
            /** @description Make the organisation, its first administrator and its mailbox; open only while there is no administrator. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato",
                     *         "email": "kim@acme.example",
                     *         "role": "admin"
                     *       }
                     *     }
                     */
                    "application/json": {
                        user: components["schemas"]["User"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Csrf"];
            409: components["responses"]["AlreadySetUp"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readCsrfToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token that every changing request of a browser sends again as x-csrf-token. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "csrf_token": "q1Yk3v0cVbX8mQ2nT5rW7uZ9aB4dE6fH"
                     *     }
                     */
                    "application/json": {
                        csrf_token: string;
                    };
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "kim@acme.example",
                 *       "password": "correct horse battery staple",
                 *       "remember": false
                 *     }
                 */
                "application/json": {
                    email: string;
                    password: string;
                    code?: string;
                    remember?: boolean;
                };
            };
        };
        responses: {
            /** @description Sign in with address, password and, where it is on, the second factor; sets the session cookie. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato",
                     *         "email": "kim@acme.example",
                     *         "role": "agent"
                     *       }
                     *     }
                     */
                    "application/json": {
                        user: components["schemas"]["User"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["WrongSignInOrSecondFactor"];
            403: components["responses"]["Csrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyTriesOrTooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["Csrf"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    askPasswordReset: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "kim@acme.example"
                 *     }
                 */
                "application/json": {
                    email: string;
                };
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Csrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyTriesOrTooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "fH1Yk3v0cVbX8mQ2nT5rW7uZ9aB4dE6q",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": {
                    token: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Csrf"];
            404: components["responses"]["LinkSpent"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readInvitation: {
        parameters: {
            query: {
                /** @example fH1Yk3v0cVbX8mQ2nT5rW7uZ9aB4dE6q */
                token: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whom an invitation is for, and to which organisation. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "email": "lee@acme.example",
                     *       "name": "Lee Park",
                     *       "organisation": "Acme"
                     *     }
                     */
                    "application/json": {
                        email: string;
                        name: string;
                        organisation: string;
                    };
                };
            };
            404: components["responses"]["LinkSpent"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "fH1Yk3v0cVbX8mQ2nT5rW7uZ9aB4dE6q",
                 *       "name": "Lee Park",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": {
                    token: string;
                    name: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Accept an invitation: become a user, signed in. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Lee Park",
                     *         "email": "lee@acme.example",
                     *         "role": "agent"
                     *       }
                     *     }
                     */
                    "application/json": {
                        user: components["schemas"]["User"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Csrf"];
            404: components["responses"]["LinkSpent"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    whoAmI: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in, and what they may do. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato",
                     *         "email": "kim@acme.example",
                     *         "role": "agent",
                     *         "two_factor": false
                     *       },
                     *       "org": {
                     *         "id": "0199a3c2-0001-7aa0-9c3f-52d8e6b7f064",
                     *         "name": "Acme",
                     *         "slug": "acme",
                     *         "is_demo": false
                     *       },
                     *       "permissions": [
                     *         "ticket.see",
                     *         "mail.source",
                     *         "ticket.create",
                     *         "ticket.update",
                     *         "ticket.reply",
                     *         "ops.see"
                     *       ],
                     *       "support_addresses": [
                     *         "support@acme.example"
                     *       ],
                     *       "smtp_port": 2525
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    renameMyself: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Kim Sato"
                 *     }
                 */
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Change one's own name (in a browser). */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato",
                     *         "email": "kim@acme.example",
                     *         "role": "agent"
                     *       }
                     *     }
                     */
                    "application/json": {
                        user: components["schemas"]["User"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfOrForbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readOwnSending: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How long what one sends waits before it leaves, so that it can be taken back. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "undo_seconds": 0,
                     *       "undo_seconds_default": 1
                     *     }
                     */
                    "application/json": {
                        undo_seconds: (0 | 5 | 10 | 20 | 30) | null;
                        undo_seconds_default: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    chooseOwnSending: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "undo_seconds": 0
                 *     }
                 */
                "application/json": {
                    undo_seconds: (0 | 5 | 10 | 20 | 30) | null;
                };
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Csrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "correct horse battery staple",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": {
                    current_password: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfOrForbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyTriesOrTooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where one is signed in. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3c3-0a10-7b45-86d7-e8f9a0b1c2d3",
                     *           "created_at": "2026-03-02T09:14:05.120Z",
                     *           "last_seen_at": "2026-03-02T09:14:05.120Z",
                     *           "expires_at": "2026-03-16T09:14:05.120Z",
                     *           "ip": "203.0.113.7",
                     *           "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                     *           "remember": false,
                     *           "current": true
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            created_at: string;
                            last_seen_at: string;
                            expires_at: string;
                            ip: string;
                            user_agent: string;
                            remember: boolean;
                            current: boolean;
                        }[];
                        next_cursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    revokeOtherSessions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfOrForbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    revokeSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c3-0a10-7b45-86d7-e8f9a0b1c2d3 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfOrForbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    beginTwoFactor: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begin a second factor (in a browser): a secret for an authenticator; it counts once confirmed. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                     *       "otpauth_url": "otpauth://totp/Acme:kim%40acme.example?issuer=Acme&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
                     *     }
                     */
                    "application/json": {
                        secret: string;
                        otpauth_url: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfOrForbidden"];
            409: components["responses"]["SecondFactorOn"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    endTwoFactor: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfOrForbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyTriesOrTooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    confirmTwoFactor: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "492039"
                 *     }
                 */
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Show a code of the authenticator: the second factor is on, and the recovery codes are told this once. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_codes": [
                     *         "k3v0c-1bx8m",
                     *         "q2nt5-rw7z9"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        recovery_codes: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfOrForbidden"];
            409: components["responses"]["SecondFactorOnOrSecondFactorNotBegun"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyTriesOrTooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One's own API tokens; those of the whole organisation for who manages tokens. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3c3-1b20-7c56-97e8-f9a0b1c2d3e4",
                     *           "name": "Nightly report",
                     *           "scopes": [
                     *             "ticket.see"
                     *           ],
                     *           "created_at": "2026-03-02T09:14:05.120Z",
                     *           "expires_at": null,
                     *           "last_used_at": "2026-03-02T09:14:05.120Z",
                     *           "user": {
                     *             "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *             "name": "Nightly report"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            scopes: string[] | null;
                            created_at: string;
                            expires_at: string | null;
                            last_used_at: string | null;
                            user: {
                                id: string;
                                name: string;
                            };
                        }[];
                        next_cursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    makeToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Nightly report",
                 *       "scopes": [
                 *         "ticket.see"
                 *       ]
                 *     }
                 */
                "application/json": {
                    name: string;
                    scopes?: components["schemas"]["Permission"][];
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Make an API token (in a browser); it is told this once. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c3-1b20-7c56-97e8-f9a0b1c2d3e4",
                     *       "name": "Nightly report",
                     *       "scopes": [
                     *         "ticket.see"
                     *       ],
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "expires_at": null,
                     *       "last_used_at": "2026-03-02T09:14:05.120Z",
                     *       "user": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Nightly report"
                     *       },
                     *       "token": "dkt_fH1Yk3v0cVbX8mQ2nT5rW7uZ9aB4dE6q"
                     *     }
                     */
                    "application/json": {
                        id: string;
                        name: string;
                        scopes: string[] | null;
                        created_at: string;
                        expires_at: string | null;
                        last_used_at: string | null;
                        user: {
                            id: string;
                            name: string;
                        };
                        token: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfOrForbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c3-1b20-7c56-97e8-f9a0b1c2d3e4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfOrForbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @example true */
                inactive?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The people of the organisation; who manages them sees more, and with inactive=true also those switched off. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *           "name": "Kim Sato",
                     *           "email": "kim@acme.example",
                     *           "role": "agent",
                     *           "active": true,
                     *           "last_seen_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            email: string;
                            role: components["schemas"]["Role"];
                            active?: boolean;
                            two_factor?: boolean;
                            last_seen_at?: string | null;
                        }[];
                        next_cursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-4b07-7f2a-8a51-6c1de2f90b42 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Kim Sato",
                 *       "role": "agent",
                 *       "active": true
                 *     }
                 */
                "application/json": {
                    name?: string;
                    role?: components["schemas"]["Role"];
                    active?: boolean;
                    /** @constant */
                    two_factor?: false;
                };
            };
        };
        responses: {
            /** @description Change name or role, switch somebody off or on, or take away a lost second factor. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato",
                     *         "email": "kim@acme.example",
                     *         "role": "agent",
                     *         "active": true,
                     *         "last_seen_at": "2026-03-02T09:14:05.120Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        user: {
                            id: string;
                            name: string;
                            email: string;
                            role: components["schemas"]["Role"];
                            active?: boolean;
                            two_factor?: boolean;
                            last_seen_at?: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["LastAdmin"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listInvitations: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Invitations that wait for an answer, each with its link. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3c1-9d02-7a34-b5c6-d7e8f9a0b1c2",
                     *           "email": "lee@acme.example",
                     *           "name": "Lee Park",
                     *           "role": "agent",
                     *           "created_at": "2026-03-02T09:14:05.120Z",
                     *           "expires_at": "2026-03-09T09:14:05.120Z",
                     *           "expired": false,
                     *           "link": "https://support.acme.example/invitation?token=fH1Yk3v0cVbX8mQ2nT5rW7uZ9aB4dE6q"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            email: string;
                            name: string;
                            role: components["schemas"]["Role"];
                            created_at: string;
                            expires_at: string;
                            expired: boolean;
                            link: string;
                        }[];
                        next_cursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "lee@acme.example",
                 *       "name": "Lee Park",
                 *       "role": "agent"
                 *     }
                 */
                "application/json": {
                    email: string;
                    name?: string;
                    role: components["schemas"]["Role"];
                };
            };
        };
        responses: {
            /** @description Invite somebody by mail; the link is told too, to hand over by other ways. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c1-9d02-7a34-b5c6-d7e8f9a0b1c2",
                     *       "email": "lee@acme.example",
                     *       "name": "Lee Park",
                     *       "role": "agent",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "expires_at": "2026-03-09T09:14:05.120Z",
                     *       "expired": false,
                     *       "link": "https://support.acme.example/invitation?token=fH1Yk3v0cVbX8mQ2nT5rW7uZ9aB4dE6q"
                     *     }
                     */
                    "application/json": {
                        id: string;
                        email: string;
                        name: string;
                        role: components["schemas"]["Role"];
                        created_at: string;
                        expires_at: string;
                        expired: boolean;
                        link: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c1-9d02-7a34-b5c6-d7e8f9a0b1c2 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c1-9d02-7a34-b5c6-d7e8f9a0b1c2 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send an invitation anew; the old link ends. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c1-9d02-7a34-b5c6-d7e8f9a0b1c2",
                     *       "email": "lee@acme.example",
                     *       "name": "Lee Park",
                     *       "role": "agent",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "expires_at": "2026-03-09T09:14:05.120Z",
                     *       "expired": false,
                     *       "link": "https://support.acme.example/invitation?token=fH1Yk3v0cVbX8mQ2nT5rW7uZ9aB4dE6q"
                     *     }
                     */
                    "application/json": {
                        id: string;
                        email: string;
                        name: string;
                        role: components["schemas"]["Role"];
                        created_at: string;
                        expires_at: string;
                        expired: boolean;
                        link: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                /** @example WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0 */
                cursor?: string;
                /** @example sign-in */
                type?: string;
                /** @example 0199a3c2-4b07-7f2a-8a51-6c1de2f90b42 */
                user_id?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who did what about access, newest first; type also takes the beginning of one, such as sign-in. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3c3-2c30-7d67-a8f9-a0b1c2d3e4f5",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "type": "sign-in",
                     *           "actor": {
                     *             "kind": "user",
                     *             "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *             "name": "Kim Sato"
                     *           },
                     *           "ip": "203.0.113.7",
                     *           "data": {
                     *             "second_factor": "none",
                     *             "user_agent": "Mozilla/5.0"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            at: string;
                            type: string;
                            actor: {
                                kind: string;
                                id: string | null;
                                name: string;
                            };
                            ip: string | null;
                            data: {
                                [key: string]: unknown;
                            };
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    listRoles: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each role with what it may do, in words. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "role": "agent",
                     *           "says": "Answers tickets.",
                     *           "permissions": [
                     *             {
                     *               "permission": "ticket.see",
                     *               "says": "See tickets, their messages and the people of the organisation."
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            role: components["schemas"]["Role"];
                            says: string;
                            permissions: {
                                permission: components["schemas"]["Permission"];
                                says: string;
                            }[];
                        }[];
                        next_cursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    listTickets: {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                /**
                 * @description The next_cursor of the page before.
                 * @example WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0
                 */
                cursor?: string;
                /**
                 * @description Statuses, separated by commas.
                 * @example new,open,pending
                 */
                status?: string;
                /** @example 0199a3c2-4b07-7f2a-8a51-6c1de2f90b42 */
                assignee_user_id?: ("me" | "none") | string;
                /**
                 * @description Words, phrases and operators, as docs/search.md tells them.
                 * @example printer
                 */
                q?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Tickets, newest activity first; those that answer q, newest matching message first. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "priority": "high",
                     *           "requester": {
                     *             "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "assignee": {
                     *             "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *             "name": "Kim Sato"
                     *           },
                     *           "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *           "unread": false,
                     *           "message_count": 1,
                     *           "has_draft": false,
                     *           "undelivered": false,
                     *           "active_at": "2026-03-02T09:14:05.120Z",
                     *           "created_at": "2026-03-02T09:14:05.120Z",
                     *           "updated_at": "2026-03-02T09:14:05.120Z",
                     *           "version": 3,
                     *           "match": {
                     *             "message_id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *             "at": "2026-03-02T09:14:05.120Z",
                     *             "part": "text",
                     *             "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *             "ranges": [
                     *               [
                     *                 1,
                     *                 1
                     *               ]
                     *             ],
                     *             "subject": [
                     *               [
                     *                 1,
                     *                 1
                     *               ]
                     *             ]
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "notice": "notice"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["TicketRow"][];
                        next_cursor: string | null;
                        /** @description What may be missing from what was found, and why. */
                        notice?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    openTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Any text of your own, new for each deed: the same request sent again with it is done once.
                 * @example printer-2026-03-02
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "subject": "The printer is on fire",
                 *       "body": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                 *       "requester": {
                 *         "email": "ada@example.com",
                 *         "name": "Ada Lovelace"
                 *       },
                 *       "priority": "high",
                 *       "assignee_user_id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42"
                 *     }
                 */
                "application/json": {
                    /** @description Must be there, under this name or the other. */
                    subject?: string;
                    /**
                     * @deprecated
                     * @description The same as subject.
                     */
                    title?: string;
                    /** @description Must be there, under this name or the other. */
                    body?: string;
                    /**
                     * @deprecated
                     * @description The same as body.
                     */
                    description?: string;
                    requester: {
                        /** Format: email */
                        email: string;
                        /** @default  */
                        name?: string;
                    };
                    /** @default normal */
                    priority?: components["schemas"]["TicketPriority"];
                    /** Format: uuid */
                    assignee_user_id?: string;
                };
            };
        };
        responses: {
            /** @description Open a ticket. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "open",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "html",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [
                     *             {
                     *               "name": "Kim Sato",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "open",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["InvalidOrIdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    countTickets: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many tickets stand in each status. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "new": 2,
                     *       "open": 5,
                     *       "pending": 3,
                     *       "resolved": 41,
                     *       "closed": 318,
                     *       "spam": 7,
                     *       "mine": 4,
                     *       "unassigned": 1
                     *     }
                     */
                    "application/json": components["schemas"]["TicketCounts"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    readTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A ticket whole: thread, timeline, drafts. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "open",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "html",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [
                     *             {
                     *               "name": "Kim Sato",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "open",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TicketWithdrawn"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    updateTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "version": 3,
                 *       "status": "open",
                 *       "priority": "high",
                 *       "assignee_user_id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                 *       "unread": false
                 *     }
                 */
                "application/json": {
                    /** @description The version you saw; another one there is a conflict. */
                    version: number;
                    status?: components["schemas"]["TicketStatus"];
                    priority?: components["schemas"]["TicketPriority"];
                    assignee_user_id?: string | null;
                    unread?: boolean;
                };
            };
        };
        responses: {
            /** @description Change status, priority, assignee or read mark. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "open",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "html",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [
                     *             {
                     *               "name": "Kim Sato",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "open",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrTicketMerged"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    addNote: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Any text of your own, new for each deed: the same request sent again with it is done once.
                 * @example printer-2026-03-02
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "body": "The fire brigade is informed; the printer was insured.",
                 *       "status": "open",
                 *       "mentions": [
                 *         "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42"
                 *       ]
                 *     }
                 */
                "application/json": {
                    body: string;
                    status?: components["schemas"]["TicketStatus"];
                    /** @description Colleagues whom the note names, by their user ids; each is told by mail who wants to be. */
                    mentions?: string[];
                };
            };
        };
        responses: {
            /** @description Write a note that stays inside. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "open",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "html",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [
                     *             {
                     *               "name": "Kim Sato",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "open",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TicketMerged"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["InvalidOrIdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    keepDraft: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example reply */
                kind: components["schemas"]["DraftKind"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "body": "Hello Ada,\n\nhelp is on its w",
                 *       "upload_ids": [],
                 *       "status": "open"
                 *     }
                 */
                "application/json": {
                    body: string;
                    /** @default null */
                    html?: string | null;
                    /**
                     * @description Null: as an answer goes by itself. May hold what is no address yet.
                     * @default null
                     */
                    to?: components["schemas"]["Address"][] | null;
                    /**
                     * @description Null: as an answer goes by itself. May hold what is no address yet.
                     * @default null
                     */
                    cc?: components["schemas"]["Address"][] | null;
                    /**
                     * @description Null: as an answer goes by itself. May hold what is no address yet.
                     * @default null
                     */
                    bcc?: components["schemas"]["Address"][] | null;
                    /** @default [] */
                    upload_ids?: string[];
                    /**
                     * @description The address it is written from; null: the default of the mailbox.
                     * @default null
                     */
                    identity_id?: string | null;
                    /**
                     * @description What the ticket becomes when this is sent.
                     * @default null
                     */
                    status?: components["schemas"]["TicketStatus"] | null;
                    /** @description The updated_at that you saw, null for none; another one there is a conflict. */
                    seen?: string | null;
                };
            };
        };
        responses: {
            /** @description Keep what has been typed so far; one without words, files and recipients is forgotten. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "updated_at": "2026-03-02T09:14:05.120Z"
                     *     }
                     */
                    "application/json": components["schemas"]["KeptDraft"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TicketMergedOrDraftChanged"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    mergeTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "version": 3,
                 *       "into_ticket_id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                 *       "into_ticket_number": 1,
                 *       "add_participants": false
                 *     }
                 */
                "application/json": {
                    /** @description The version you saw; another one there is a conflict. */
                    version: number;
                    /**
                     * Format: uuid
                     * @description Where to, under this name or the other.
                     */
                    into_ticket_id?: string;
                    /** @description The same by its number; with both, both must name it. */
                    into_ticket_number?: number;
                    /** @description Whether those who take part in the one take part in the other. Without it: only when both have the same requester. */
                    add_participants?: boolean;
                };
            };
        };
        responses: {
            /** @description Merge a ticket into another; answers with the other. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "open",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "html",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [
                     *             {
                     *               "name": "Kim Sato",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "open",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrTicketMerged"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["InvalidOrCannotMerge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    unmergeTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Undo a merge: its messages go back. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ticket": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042,
                     *         "subject": "The printer is on fire",
                     *         "status": "open",
                     *         "priority": "high",
                     *         "requester": {
                     *           "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *           "name": "Ada Lovelace",
                     *           "email": "ada@example.com"
                     *         },
                     *         "assignee": {
                     *           "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *           "name": "Kim Sato"
                     *         },
                     *         "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *         "unread": false,
                     *         "message_count": 1,
                     *         "has_draft": false,
                     *         "undelivered": false,
                     *         "active_at": "2026-03-02T09:14:05.120Z",
                     *         "created_at": "2026-03-02T09:14:05.120Z",
                     *         "updated_at": "2026-03-02T09:14:05.120Z",
                     *         "version": 3,
                     *         "mailbox": {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "support@acme.example",
                     *           "in_shadow": false
                     *         },
                     *         "merged_into": {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042
                     *         },
                     *         "participants": [
                     *           "participants"
                     *         ],
                     *         "links": [
                     *           {
                     *             "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *             "number": 1042,
                     *             "subject": "The printer is on fire",
                     *             "status": "open",
                     *             "reason": "new",
                     *             "at": "2026-03-02T09:14:05.120Z"
                     *           }
                     *         ],
                     *         "reply_all": {
                     *           "to": [
                     *             {
                     *               "name": "Ada Lovelace",
                     *               "address": "ada@example.com"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "left_out": [],
                     *           "reply_to": null
                     *         },
                     *         "undeliverable": [
                     *           {
                     *             "address": "support@acme.example",
                     *             "says": "says",
                     *             "at": "2026-03-02T09:14:05.120Z"
                     *           }
                     *         ],
                     *         "can": {
                     *           "update": true,
                     *           "reply": true,
                     *           "note": true
                     *         },
                     *         "messages": [
                     *           {
                     *             "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *             "direction": "in",
                     *             "author": {
                     *               "kind": "contact",
                     *               "name": "Ada Lovelace",
                     *               "email": "ada@example.com"
                     *             },
                     *             "at": "2026-03-02T09:14:05.120Z",
                     *             "subject": "The printer is on fire",
                     *             "to": [
                     *               {
                     *                 "name": "Acme support",
                     *                 "address": "support@acme.example"
                     *               }
                     *             ],
                     *             "cc": [
                     *               {
                     *                 "name": "Facilities",
                     *                 "address": "facilities@example.com"
                     *               }
                     *             ],
                     *             "bcc": [],
                     *             "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *             "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *             "quoted_text": "",
                     *             "has_html": false,
                     *             "has_source": true,
                     *             "held": false,
                     *             "attachments": [
                     *               {
                     *                 "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *                 "filename": "printer.jpg",
                     *                 "content_type": "image/jpeg",
                     *                 "size": 48213,
                     *                 "inline": false
                     *               }
                     *             ],
                     *             "verdict": {
                     *               "auto_generated": false,
                     *               "vacation": false,
                     *               "bounce": false,
                     *               "list": false,
                     *               "loop": false,
                     *               "spam": false,
                     *               "reasons": []
                     *             },
                     *             "authentication": {
                     *               "verdict": "verified",
                     *               "reasons": []
                     *             },
                     *             "stitch": {
                     *               "reason": "new",
                     *               "confidence": "high"
                     *             },
                     *             "problems": [],
                     *             "delivery": null,
                     *             "automatic": null,
                     *             "acknowledgement": null
                     *           }
                     *         ],
                     *         "events": [
                     *           {
                     *             "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *             "type": "ticket.changed",
                     *             "at": "2026-03-02T09:14:05.120Z",
                     *             "actor": {
                     *               "kind": "user",
                     *               "name": "Kim Sato"
                     *             },
                     *             "data": {
                     *               "priority": [
                     *                 "normal",
                     *                 "high"
                     *               ]
                     *             },
                     *             "ticket_number": 1042
                     *           }
                     *         ],
                     *         "drafts": [
                     *           {
                     *             "kind": "reply",
                     *             "body": "Hello Ada,\n\nhelp is on its w",
                     *             "html": "html",
                     *             "to": [
                     *               {
                     *                 "name": "Acme support",
                     *                 "address": "support@acme.example"
                     *               }
                     *             ],
                     *             "cc": [
                     *               {
                     *                 "name": "Facilities",
                     *                 "address": "facilities@example.com"
                     *               }
                     *             ],
                     *             "bcc": [
                     *               {
                     *                 "name": "Kim Sato",
                     *                 "address": "support@acme.example"
                     *               }
                     *             ],
                     *             "upload_ids": [],
                     *             "identity_id": null,
                     *             "status": "open",
                     *             "uploads": [
                     *               {
                     *                 "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *                 "filename": "evacuation plan.pdf",
                     *                 "content_type": "application/pdf",
                     *                 "size": 48213,
                     *                 "inline": false,
                     *                 "content_id": null
                     *               }
                     *             ],
                     *             "updated_at": "2026-03-02T09:14:05.120Z"
                     *           }
                     *         ]
                     *       },
                     *       "stayed": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Undone"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    splitTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "version": 3,
                 *       "message_ids": [
                 *         "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53"
                 *       ],
                 *       "subject": "The printer is on fire"
                 *     }
                 */
                "application/json": {
                    /** @description The version you saw; another one there is a conflict. */
                    version: number;
                    message_ids: string[];
                    subject?: string;
                };
            };
        };
        responses: {
            /** @description Make a ticket of some messages; answers with the new one. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "open",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "html",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [
                     *             {
                     *               "name": "Kim Sato",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "open",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrTicketMerged"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["InvalidOrCannotSplit"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    unsplitTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Undo a split, asked of the new ticket: its messages go back. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ticket": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042,
                     *         "subject": "The printer is on fire",
                     *         "status": "open",
                     *         "priority": "high",
                     *         "requester": {
                     *           "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *           "name": "Ada Lovelace",
                     *           "email": "ada@example.com"
                     *         },
                     *         "assignee": {
                     *           "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *           "name": "Kim Sato"
                     *         },
                     *         "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *         "unread": false,
                     *         "message_count": 1,
                     *         "has_draft": false,
                     *         "undelivered": false,
                     *         "active_at": "2026-03-02T09:14:05.120Z",
                     *         "created_at": "2026-03-02T09:14:05.120Z",
                     *         "updated_at": "2026-03-02T09:14:05.120Z",
                     *         "version": 3,
                     *         "mailbox": {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "support@acme.example",
                     *           "in_shadow": false
                     *         },
                     *         "merged_into": {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042
                     *         },
                     *         "participants": [
                     *           "participants"
                     *         ],
                     *         "links": [
                     *           {
                     *             "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *             "number": 1042,
                     *             "subject": "The printer is on fire",
                     *             "status": "open",
                     *             "reason": "new",
                     *             "at": "2026-03-02T09:14:05.120Z"
                     *           }
                     *         ],
                     *         "reply_all": {
                     *           "to": [
                     *             {
                     *               "name": "Ada Lovelace",
                     *               "address": "ada@example.com"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "left_out": [],
                     *           "reply_to": null
                     *         },
                     *         "undeliverable": [
                     *           {
                     *             "address": "support@acme.example",
                     *             "says": "says",
                     *             "at": "2026-03-02T09:14:05.120Z"
                     *           }
                     *         ],
                     *         "can": {
                     *           "update": true,
                     *           "reply": true,
                     *           "note": true
                     *         },
                     *         "messages": [
                     *           {
                     *             "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *             "direction": "in",
                     *             "author": {
                     *               "kind": "contact",
                     *               "name": "Ada Lovelace",
                     *               "email": "ada@example.com"
                     *             },
                     *             "at": "2026-03-02T09:14:05.120Z",
                     *             "subject": "The printer is on fire",
                     *             "to": [
                     *               {
                     *                 "name": "Acme support",
                     *                 "address": "support@acme.example"
                     *               }
                     *             ],
                     *             "cc": [
                     *               {
                     *                 "name": "Facilities",
                     *                 "address": "facilities@example.com"
                     *               }
                     *             ],
                     *             "bcc": [],
                     *             "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *             "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *             "quoted_text": "",
                     *             "has_html": false,
                     *             "has_source": true,
                     *             "held": false,
                     *             "attachments": [
                     *               {
                     *                 "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *                 "filename": "printer.jpg",
                     *                 "content_type": "image/jpeg",
                     *                 "size": 48213,
                     *                 "inline": false
                     *               }
                     *             ],
                     *             "verdict": {
                     *               "auto_generated": false,
                     *               "vacation": false,
                     *               "bounce": false,
                     *               "list": false,
                     *               "loop": false,
                     *               "spam": false,
                     *               "reasons": []
                     *             },
                     *             "authentication": {
                     *               "verdict": "verified",
                     *               "reasons": []
                     *             },
                     *             "stitch": {
                     *               "reason": "new",
                     *               "confidence": "high"
                     *             },
                     *             "problems": [],
                     *             "delivery": null,
                     *             "automatic": null,
                     *             "acknowledgement": null
                     *           }
                     *         ],
                     *         "events": [
                     *           {
                     *             "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *             "type": "ticket.changed",
                     *             "at": "2026-03-02T09:14:05.120Z",
                     *             "actor": {
                     *               "kind": "user",
                     *               "name": "Kim Sato"
                     *             },
                     *             "data": {
                     *               "priority": [
                     *                 "normal",
                     *                 "high"
                     *               ]
                     *             },
                     *             "ticket_number": 1042
                     *           }
                     *         ],
                     *         "drafts": [
                     *           {
                     *             "kind": "reply",
                     *             "body": "Hello Ada,\n\nhelp is on its w",
                     *             "html": "html",
                     *             "to": [
                     *               {
                     *                 "name": "Acme support",
                     *                 "address": "support@acme.example"
                     *               }
                     *             ],
                     *             "cc": [
                     *               {
                     *                 "name": "Facilities",
                     *                 "address": "facilities@example.com"
                     *               }
                     *             ],
                     *             "bcc": [
                     *               {
                     *                 "name": "Kim Sato",
                     *                 "address": "support@acme.example"
                     *               }
                     *             ],
                     *             "upload_ids": [],
                     *             "identity_id": null,
                     *             "status": "open",
                     *             "uploads": [
                     *               {
                     *                 "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *                 "filename": "evacuation plan.pdf",
                     *                 "content_type": "application/pdf",
                     *                 "size": 48213,
                     *                 "inline": false,
                     *                 "content_id": null
                     *               }
                     *             ],
                     *             "updated_at": "2026-03-02T09:14:05.120Z"
                     *           }
                     *         ]
                     *       },
                     *       "stayed": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Undone"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    approveSender: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Let the sender of a held message take part in the ticket. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "open",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "html",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [
                     *             {
                     *               "name": "Kim Sato",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "open",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TicketMerged"];
            422: components["responses"]["InvalidOrNobodyToApprove"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    holdSender: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Undo an approval: what this sender wrote is held again. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "open",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "html",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [
                     *             {
                     *               "name": "Kim Sato",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "open",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TicketMerged"];
            422: components["responses"]["InvalidOrNobodyToApproveOrIsRequester"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    cancelReply: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take a mail back that has not begun to leave; its words are its writer's draft again. If it opened its ticket and nothing else stands there, the ticket goes with it. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "open",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "html",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [
                     *             {
                     *               "name": "Kim Sato",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "open",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "withdrawn": null
                     *     }
                     */
                    "application/json": components["schemas"]["CancelledReply"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AlreadyLeavingOrTicketMerged"];
            410: components["responses"]["TicketWithdrawn"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    sendNow: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Let a reply that waits leave at once. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "open",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "html",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [
                     *             {
                     *               "name": "Kim Sato",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "open",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AlreadyLeavingOrTicketMerged"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    declareSent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Say of a mail that was perhaps sent that it was: somebody has looked. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "open",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "open",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "html",
                     *           "to": [
                     *             {
                     *               "name": "Acme support",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [
                     *             {
                     *               "name": "Kim Sato",
                     *               "address": "support@acme.example"
                     *             }
                     *           ],
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "open",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotUnsureOrTicketMerged"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listNewMails: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What you began to write to somebody and have not sent, the latest first. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3d0-1c5b-7be9-d35a-64f5d082c3dc",
                     *           "mailbox_id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "identity_id": null,
                     *           "to": [
                     *             {
                     *               "name": "Ada Lovelace",
                     *               "address": "ada@example.com"
                     *             }
                     *           ],
                     *           "cc": [],
                     *           "bcc": [],
                     *           "subject": "Your order is on its way",
                     *           "body": "Hello Ada,\n\nyour printer le",
                     *           "html": null,
                     *           "upload_ids": [],
                     *           "status": null,
                     *           "uploads": [],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["NewMail"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    beginNewMail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Any text of your own, new for each deed: the same request sent again with it is done once.
                 * @example printer-2026-03-02
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "mailbox_id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                 *       "to": [
                 *         {
                 *           "name": "Ada Lovelace",
                 *           "address": "ada@example.com"
                 *         }
                 *       ],
                 *       "cc": [],
                 *       "bcc": [],
                 *       "subject": "Your order is on its way",
                 *       "body": "Hello Ada,\n\nyour printer le",
                 *       "upload_ids": []
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The mailbox that it is written from; null: not chosen yet.
                     * @default null
                     */
                    mailbox_id?: string | null;
                    /**
                     * @description The address it is written from; null: the default of the mailbox.
                     * @default null
                     */
                    identity_id?: string | null;
                    /**
                     * @description May hold what is no address yet.
                     * @default []
                     */
                    to?: components["schemas"]["Address"][];
                    /**
                     * @description May hold what is no address yet.
                     * @default []
                     */
                    cc?: components["schemas"]["Address"][];
                    /**
                     * @description May hold what is no address yet.
                     * @default []
                     */
                    bcc?: components["schemas"]["Address"][];
                    /** @default  */
                    subject?: string;
                    /** @default  */
                    body?: string;
                    /** @default null */
                    html?: string | null;
                    /** @default [] */
                    upload_ids?: string[];
                    /**
                     * @description What its ticket becomes; null: it waits for them.
                     * @default null
                     */
                    status?: components["schemas"]["TicketStatus"] | null;
                };
            };
        };
        responses: {
            /** @description Keep a mail to somebody from its first key; it opens a ticket when it is sent. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c5b-7be9-d35a-64f5d082c3dc",
                     *       "mailbox_id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *       "identity_id": null,
                     *       "to": [
                     *         {
                     *           "name": "Ada Lovelace",
                     *           "address": "ada@example.com"
                     *         }
                     *       ],
                     *       "cc": [],
                     *       "bcc": [],
                     *       "subject": "Your order is on its way",
                     *       "body": "Hello Ada,\n\nyour printer le",
                     *       "html": null,
                     *       "upload_ids": [],
                     *       "status": null,
                     *       "uploads": [],
                     *       "updated_at": "2026-03-02T09:14:05.120Z"
                     *     }
                     */
                    "application/json": components["schemas"]["NewMail"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["InvalidOrIdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    keepNewMail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c5b-7be9-d35a-64f5d082c3dc */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "mailbox_id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                 *       "to": [
                 *         {
                 *           "name": "Ada Lovelace",
                 *           "address": "ada@example.com"
                 *         }
                 *       ],
                 *       "cc": [],
                 *       "bcc": [],
                 *       "subject": "Your order is on its way",
                 *       "body": "Hello Ada,\n\nyour printer le",
                 *       "upload_ids": []
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The mailbox that it is written from; null: not chosen yet.
                     * @default null
                     */
                    mailbox_id?: string | null;
                    /**
                     * @description The address it is written from; null: the default of the mailbox.
                     * @default null
                     */
                    identity_id?: string | null;
                    /**
                     * @description May hold what is no address yet.
                     * @default []
                     */
                    to?: components["schemas"]["Address"][];
                    /**
                     * @description May hold what is no address yet.
                     * @default []
                     */
                    cc?: components["schemas"]["Address"][];
                    /**
                     * @description May hold what is no address yet.
                     * @default []
                     */
                    bcc?: components["schemas"]["Address"][];
                    /** @default  */
                    subject?: string;
                    /** @default  */
                    body?: string;
                    /** @default null */
                    html?: string | null;
                    /** @default [] */
                    upload_ids?: string[];
                    /**
                     * @description What its ticket becomes; null: it waits for them.
                     * @default null
                     */
                    status?: components["schemas"]["TicketStatus"] | null;
                    /** @description The updated_at that you saw; another one there is a conflict. Null: whatever stands there. */
                    seen?: string | null;
                };
            };
        };
        responses: {
            /** @description Keep what has been typed so far; one without subject, words, files and recipients is thrown away. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "updated_at": "2026-03-02T09:14:05.120Z"
                     *     }
                     */
                    "application/json": components["schemas"]["KeptDraft"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NewMailChanged"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    sendReply: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Any text of your own, new for each deed: the same request sent again with it is done once.
                 * @example printer-2026-03-02
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "body": "Hello Ada,\n\nhelp is on its way. Please leave the room.\n\nKim",
                 *       "html": "<p>Hello Ada,</p><p>help is on its way. Please leave the room.</p><p>Kim</p>",
                 *       "kind": "reply",
                 *       "to": [
                 *         {
                 *           "name": "Ada Lovelace",
                 *           "address": "ada@example.com"
                 *         }
                 *       ],
                 *       "cc": [
                 *         {
                 *           "name": "Facilities",
                 *           "address": "facilities@example.com"
                 *         }
                 *       ],
                 *       "status": "pending",
                 *       "send_at": "2026-03-02T09:14:05.120Z",
                 *       "unless_answered": false,
                 *       "seen": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                 *       "force": false
                 *     }
                 */
                "application/json": {
                    body: string;
                    /** @description What the composer wrote; cleaned as mails are. */
                    html?: string;
                    /** @description Uploads of yours, in order; inline ones are shown by `<img src="cid:…">` with their content_id. */
                    upload_ids?: string[];
                    /**
                     * Format: uuid
                     * @description The address it is written from; the id of the mailbox is its own. Without it the default of the mailbox.
                     */
                    identity_id?: string;
                    /**
                     * @default reply
                     * @enum {string}
                     */
                    kind?: "reply" | "forward";
                    /** @description Without it a reply goes to the requester alone; a forward needs it. */
                    to?: {
                        /** @default  */
                        name?: string;
                        address: string;
                    }[];
                    cc?: {
                        /** @default  */
                        name?: string;
                        address: string;
                    }[];
                    bcc?: {
                        /** @default  */
                        name?: string;
                        address: string;
                    }[];
                    /**
                     * Format: uuid
                     * @description The message that is answered or forwarded; without it the newest of the customer.
                     */
                    message_id?: string;
                    /** @description Files of this ticket to take along. Without it a forward takes all of its message, a reply none. */
                    attachment_ids?: string[];
                    status?: components["schemas"]["TicketStatus"];
                    /**
                     * Format: date-time
                     * @description Leaves then, within a year; without it, when the time to take it back is over.
                     */
                    send_at?: string;
                    /**
                     * @description With send_at: it is given back as a draft when the customer writes before it leaves.
                     * @default false
                     */
                    unless_answered?: boolean;
                    /**
                     * Format: uuid
                     * @description The newest message you saw; a newer one there refuses the reply.
                     */
                    seen?: string;
                    /**
                     * @description Send although somebody wrote meanwhile.
                     * @default false
                     */
                    force?: boolean;
                };
            };
        };
        responses: {
            /** @description Answer by mail, or hand a message on: to the requester, or to whom is named. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "The printer is on fire",
                     *       "status": "pending",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "The printer is on fire",
                     *           "status": "pending",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "The printer is on fire",
                     *           "to": [
                     *             {
                     *               "name": "Ada Lovelace",
                     *               "address": "ada@example.com"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": "<p>Hello Ada,</p><p>help is on its way. Please leave the room.</p><p>Kim</p>",
                     *           "to": [
                     *             {
                     *               "name": "Ada Lovelace",
                     *               "address": "ada@example.com"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": null,
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "pending",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["MailboxInShadowOrThreadChangedOrTicketMerged"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["InvalidOrIdempotencyKeyReusedOrNoMailboxOrNobodyToAnswer"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    writeTo: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Any text of your own, new for each deed: the same request sent again with it is done once.
                 * @example printer-2026-03-02
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mailbox_id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                 *       "to": [
                 *         {
                 *           "name": "Ada Lovelace",
                 *           "address": "ada@example.com"
                 *         }
                 *       ],
                 *       "subject": "Your order is on its way",
                 *       "body": "Hello Ada,\n\nyour printer leaves us today.\n\nKim",
                 *       "status": "pending",
                 *       "send_at": "2026-03-02T09:14:05.120Z",
                 *       "draft_seen": "2026-03-02T09:14:05.120Z"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    mailbox_id: string;
                    to: {
                        /** @default  */
                        name?: string;
                        address: string;
                    }[];
                    cc?: {
                        /** @default  */
                        name?: string;
                        address: string;
                    }[];
                    bcc?: {
                        /** @default  */
                        name?: string;
                        address: string;
                    }[];
                    subject: string;
                    body: string;
                    /** @description What the composer wrote; cleaned as mails are. */
                    html?: string;
                    /** @description Uploads of yours, in order; inline ones are shown by `<img src="cid:…">` with their content_id. */
                    upload_ids?: string[];
                    /**
                     * Format: uuid
                     * @description The address it is written from; the id of the mailbox is its own. Without it the default of the mailbox.
                     */
                    identity_id?: string;
                    /**
                     * @description What the ticket is from then on: it waits for them.
                     * @default pending
                     */
                    status?: components["schemas"]["TicketStatus"];
                    /**
                     * Format: date-time
                     * @description Leaves then, within a year; without it, when the time to take it back is over.
                     */
                    send_at?: string;
                    /**
                     * Format: uuid
                     * @description The new mail of yours that this is: it is used up, and so sent once.
                     */
                    draft_id?: string;
                    /**
                     * Format: date-time
                     * @description The updated_at of it that you saw; another one there refuses the mail.
                     */
                    draft_seen?: string;
                };
            };
        };
        responses: {
            /** @description Write to somebody first: opens a ticket whose first message is ours. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "number": 1042,
                     *       "subject": "Your order is on its way",
                     *       "status": "pending",
                     *       "priority": "high",
                     *       "requester": {
                     *         "id": "0199a3c2-5e10-7c41-9d2e-3f6b1c0a7e11",
                     *         "name": "Ada Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "assignee": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "preview": "Hello, our printer on the second floor is on fire. Please help.",
                     *       "unread": false,
                     *       "message_count": 1,
                     *       "has_draft": false,
                     *       "undelivered": false,
                     *       "active_at": "2026-03-02T09:14:05.120Z",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "version": 3,
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "in_shadow": false
                     *       },
                     *       "merged_into": {
                     *         "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *         "number": 1042
                     *       },
                     *       "participants": [
                     *         "participants"
                     *       ],
                     *       "links": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "number": 1042,
                     *           "subject": "Your order is on its way",
                     *           "status": "pending",
                     *           "reason": "new",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "reply_all": {
                     *         "to": [
                     *           {
                     *             "name": "Ada Lovelace",
                     *             "address": "ada@example.com"
                     *           }
                     *         ],
                     *         "cc": [
                     *           {
                     *             "name": "Facilities",
                     *             "address": "facilities@example.com"
                     *           }
                     *         ],
                     *         "left_out": [],
                     *         "reply_to": null
                     *       },
                     *       "undeliverable": [
                     *         {
                     *           "address": "support@acme.example",
                     *           "says": "says",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "can": {
                     *         "update": true,
                     *         "reply": true,
                     *         "note": true
                     *       },
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "direction": "in",
                     *           "author": {
                     *             "kind": "contact",
                     *             "name": "Ada Lovelace",
                     *             "email": "ada@example.com"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "subject": "Your order is on its way",
                     *           "to": [
                     *             {
                     *               "name": "Ada Lovelace",
                     *               "address": "ada@example.com"
                     *             }
                     *           ],
                     *           "cc": [
                     *             {
                     *               "name": "Facilities",
                     *               "address": "facilities@example.com"
                     *             }
                     *           ],
                     *           "bcc": [],
                     *           "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "reply_text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "quoted_text": "",
                     *           "has_html": false,
                     *           "has_source": true,
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "id": "0199a3d0-1c57-7ea5-9f16-20b19c4e8f97",
                     *               "filename": "printer.jpg",
                     *               "content_type": "image/jpeg",
                     *               "size": 48213,
                     *               "inline": false
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "auto_generated": false,
                     *             "vacation": false,
                     *             "bounce": false,
                     *             "list": false,
                     *             "loop": false,
                     *             "spam": false,
                     *             "reasons": []
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           },
                     *           "stitch": {
                     *             "reason": "new",
                     *             "confidence": "high"
                     *           },
                     *           "problems": [],
                     *           "delivery": null,
                     *           "automatic": null,
                     *           "acknowledgement": null
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "id": "0199a3d0-1c58-7fb6-a027-31c2ad5f90a8",
                     *           "type": "ticket.changed",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "name": "Kim Sato"
                     *           },
                     *           "data": {
                     *             "priority": [
                     *               "normal",
                     *               "high"
                     *             ]
                     *           },
                     *           "ticket_number": 1042
                     *         }
                     *       ],
                     *       "drafts": [
                     *         {
                     *           "kind": "reply",
                     *           "body": "Hello Ada,\n\nhelp is on its w",
                     *           "html": null,
                     *           "to": [
                     *             {
                     *               "name": "Ada Lovelace",
                     *               "address": "ada@example.com"
                     *             }
                     *           ],
                     *           "cc": null,
                     *           "bcc": null,
                     *           "upload_ids": [],
                     *           "identity_id": null,
                     *           "status": "pending",
                     *           "uploads": [
                     *             {
                     *               "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *               "filename": "evacuation plan.pdf",
                     *               "content_type": "application/pdf",
                     *               "size": 48213,
                     *               "inline": false,
                     *               "content_id": null
                     *             }
                     *           ],
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            409: components["responses"]["MailboxInShadowOrNewMailChanged"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["InvalidOrIdempotencyKeyReusedOrNoMailbox"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readSendingLimits: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How large a mail may be, and to how many it may go. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bytes_max": 26214400,
                     *       "recipients_max": 100,
                     *       "undo_seconds": 1
                     *     }
                     */
                    "application/json": components["schemas"]["SendingLimits"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    suggestRecipients: {
        parameters: {
            query?: {
                /** @example printer */
                q?: string;
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                ticket_id?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description People one may want to write to: who takes part in the ticket first, then contacts. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "Ada Lovelace",
                     *           "address": "ada@example.com",
                     *           "from": "ticket"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["SuggestedRecipient"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    keepUpload: {
        parameters: {
            query: {
                /** @example evacuation plan.pdf */
                filename: string;
                /** @example true */
                inline?: "true" | "false";
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description A file to be sent with a mail: its bytes as the body, of any type. Kept for seven days. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c59-7fc7-b138-42d3be60a1ba",
                     *       "filename": "evacuation plan.pdf",
                     *       "content_type": "application/pdf",
                     *       "size": 48213,
                     *       "inline": false,
                     *       "content_id": null
                     *     }
                     */
                    "application/json": components["schemas"]["Upload"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            413: components["responses"]["UploadTooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    downloadUpload: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c59-7fc7-b138-42d3be60a1ba */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes of an upload of yours. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrBlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    forgetUpload: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c59-7fc7-b138-42d3be60a1ba */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readIdentities: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The addresses a mailbox writes from besides its own, under which name, and what the DNS says of their domains. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from_name": "person",
                     *       "organisation": "Acme",
                     *       "default_identity_id": null,
                     *       "asks_google": false,
                     *       "google_asked_at": "2026-03-02T09:14:05.120Z",
                     *       "google_error": "google error",
                     *       "note": "note",
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "sales@acme.example",
                     *           "name": "Acme Sales",
                     *           "state": "verified",
                     *           "says": null,
                     *           "verified_at": "2026-03-02T09:14:05.120Z",
                     *           "verified_by": "code",
                     *           "people": [
                     *             {
                     *               "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *               "name": "Acme Sales"
                     *             }
                     *           ],
                     *           "code": {
                     *             "sent_at": "2026-03-02T09:21:51.733Z",
                     *             "good_until": "2026-03-02T09:14:05.120Z",
                     *             "tries_left": 1
                     *           }
                     *         }
                     *       ],
                     *       "domains_checked_at": "2026-03-02T09:14:05.120Z",
                     *       "domains": [
                     *         {
                     *           "domain": "domain",
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "lines": [
                     *             {
                     *               "what": "domain",
                     *               "state": "ok",
                     *               "says": "says",
                     *               "record": {
                     *                 "name": "Acme Sales",
                     *                 "type": "TXT",
                     *                 "value": "value"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxIdentities"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    setSendingAs: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from_name": "person",
                 *       "default_identity_id": null
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    from_name: "person" | "address" | "mailbox";
                    default_identity_id: string | null;
                };
            };
        };
        responses: {
            /** @description Under which name a mailbox writes, and from which address unless another is named. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from_name": "person",
                     *       "organisation": "Acme",
                     *       "default_identity_id": null,
                     *       "asks_google": false,
                     *       "google_asked_at": "2026-03-02T09:14:05.120Z",
                     *       "google_error": "google error",
                     *       "note": "note",
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "sales@acme.example",
                     *           "name": "Acme Sales",
                     *           "state": "verified",
                     *           "says": null,
                     *           "verified_at": "2026-03-02T09:14:05.120Z",
                     *           "verified_by": "code",
                     *           "people": [
                     *             {
                     *               "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *               "name": "Acme Sales"
                     *             }
                     *           ],
                     *           "code": {
                     *             "sent_at": "2026-03-02T09:21:51.733Z",
                     *             "good_until": "2026-03-02T09:14:05.120Z",
                     *             "tries_left": 1
                     *           }
                     *         }
                     *       ],
                     *       "domains_checked_at": "2026-03-02T09:14:05.120Z",
                     *       "domains": [
                     *         {
                     *           "domain": "domain",
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "lines": [
                     *             {
                     *               "what": "domain",
                     *               "state": "ok",
                     *               "says": "says",
                     *               "record": {
                     *                 "name": "Acme Sales",
                     *                 "type": "TXT",
                     *                 "value": "value"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxIdentities"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    addIdentity: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "address": "sales@acme.example",
                 *       "name": "Acme Sales"
                 *     }
                 */
                "application/json": {
                    address: string;
                    name: string;
                    /**
                     * @description Who may write from it; null: everybody who may reply.
                     * @default null
                     */
                    user_ids?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Put an address on the list, and mail a code to it. Nothing leaves under it before the code came back. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from_name": "person",
                     *       "organisation": "Acme",
                     *       "default_identity_id": null,
                     *       "asks_google": false,
                     *       "google_asked_at": "2026-03-02T09:14:05.120Z",
                     *       "google_error": "google error",
                     *       "note": "note",
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "sales@acme.example",
                     *           "name": "Acme Sales",
                     *           "state": "verified",
                     *           "says": null,
                     *           "verified_at": "2026-03-02T09:14:05.120Z",
                     *           "verified_by": "code",
                     *           "people": [
                     *             {
                     *               "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *               "name": "Acme Sales"
                     *             }
                     *           ],
                     *           "code": {
                     *             "sent_at": "2026-03-02T09:21:51.733Z",
                     *             "good_until": "2026-03-02T09:14:05.120Z",
                     *             "tries_left": 1
                     *           }
                     *         }
                     *       ],
                     *       "domains_checked_at": "2026-03-02T09:14:05.120Z",
                     *       "domains": [
                     *         {
                     *           "domain": "domain",
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "lines": [
                     *             {
                     *               "what": "domain",
                     *               "state": "ok",
                     *               "says": "says",
                     *               "record": {
                     *                 "name": "Acme Sales",
                     *                 "type": "TXT",
                     *                 "value": "value"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "mailed": {
                     *         "ok": false,
                     *         "says": "says"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxIdentitiesMailed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["MailboxInShadow"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyCodesOrTooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    removeIdentity: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                identity_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take an address from the list. What was written from it before still leaves. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from_name": "person",
                     *       "organisation": "Acme",
                     *       "default_identity_id": null,
                     *       "asks_google": false,
                     *       "google_asked_at": "2026-03-02T09:14:05.120Z",
                     *       "google_error": "google error",
                     *       "note": "note",
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "sales@acme.example",
                     *           "name": "Acme Sales",
                     *           "state": "verified",
                     *           "says": null,
                     *           "verified_at": "2026-03-02T09:14:05.120Z",
                     *           "verified_by": "code",
                     *           "people": [
                     *             {
                     *               "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *               "name": "Acme Sales"
                     *             }
                     *           ],
                     *           "code": {
                     *             "sent_at": "2026-03-02T09:21:51.733Z",
                     *             "good_until": "2026-03-02T09:14:05.120Z",
                     *             "tries_left": 1
                     *           }
                     *         }
                     *       ],
                     *       "domains_checked_at": "2026-03-02T09:14:05.120Z",
                     *       "domains": [
                     *         {
                     *           "domain": "domain",
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "lines": [
                     *             {
                     *               "what": "domain",
                     *               "state": "ok",
                     *               "says": "says",
                     *               "record": {
                     *                 "name": "Acme Sales",
                     *                 "type": "TXT",
                     *                 "value": "value"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxIdentities"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    changeIdentity: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                identity_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Sales"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /** @description Who may write from it; null: everybody who may reply. */
                    user_ids?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Call an address otherwise, or let others write from it. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from_name": "person",
                     *       "organisation": "Acme",
                     *       "default_identity_id": null,
                     *       "asks_google": false,
                     *       "google_asked_at": "2026-03-02T09:14:05.120Z",
                     *       "google_error": "google error",
                     *       "note": "note",
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "sales@acme.example",
                     *           "name": "Acme Sales",
                     *           "state": "verified",
                     *           "says": null,
                     *           "verified_at": "2026-03-02T09:14:05.120Z",
                     *           "verified_by": "code",
                     *           "people": [
                     *             {
                     *               "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *               "name": "Acme Sales"
                     *             }
                     *           ],
                     *           "code": {
                     *             "sent_at": "2026-03-02T09:21:51.733Z",
                     *             "good_until": "2026-03-02T09:14:05.120Z",
                     *             "tries_left": 1
                     *           }
                     *         }
                     *       ],
                     *       "domains_checked_at": "2026-03-02T09:14:05.120Z",
                     *       "domains": [
                     *         {
                     *           "domain": "domain",
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "lines": [
                     *             {
                     *               "what": "domain",
                     *               "state": "ok",
                     *               "says": "says",
                     *               "record": {
                     *                 "name": "Acme Sales",
                     *                 "type": "TXT",
                     *                 "value": "value"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxIdentities"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    mailIdentityCode: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                identity_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mail another code to an address; the one before is good no more. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from_name": "person",
                     *       "organisation": "Acme",
                     *       "default_identity_id": null,
                     *       "asks_google": false,
                     *       "google_asked_at": "2026-03-02T09:14:05.120Z",
                     *       "google_error": "google error",
                     *       "note": "note",
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "sales@acme.example",
                     *           "name": "Acme Sales",
                     *           "state": "verified",
                     *           "says": null,
                     *           "verified_at": "2026-03-02T09:14:05.120Z",
                     *           "verified_by": "code",
                     *           "people": [
                     *             {
                     *               "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *               "name": "Acme Sales"
                     *             }
                     *           ],
                     *           "code": {
                     *             "sent_at": "2026-03-02T09:21:51.733Z",
                     *             "good_until": "2026-03-02T09:14:05.120Z",
                     *             "tries_left": 1
                     *           }
                     *         }
                     *       ],
                     *       "domains_checked_at": "2026-03-02T09:14:05.120Z",
                     *       "domains": [
                     *         {
                     *           "domain": "domain",
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "lines": [
                     *             {
                     *               "what": "domain",
                     *               "state": "ok",
                     *               "says": "says",
                     *               "record": {
                     *                 "name": "Acme Sales",
                     *                 "type": "TXT",
                     *                 "value": "value"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "mailed": {
                     *         "ok": false,
                     *         "says": "says"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxIdentitiesMailed"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["MailboxInShadow"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyCodesOrTooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    verifyIdentity: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                identity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "code"
                 *     }
                 */
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Say the code that was mailed: from then on the mailbox may write from the address. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from_name": "person",
                     *       "organisation": "Acme",
                     *       "default_identity_id": null,
                     *       "asks_google": false,
                     *       "google_asked_at": "2026-03-02T09:14:05.120Z",
                     *       "google_error": "google error",
                     *       "note": "note",
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "sales@acme.example",
                     *           "name": "Acme Sales",
                     *           "state": "verified",
                     *           "says": null,
                     *           "verified_at": "2026-03-02T09:14:05.120Z",
                     *           "verified_by": "code",
                     *           "people": [
                     *             {
                     *               "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *               "name": "Acme Sales"
                     *             }
                     *           ],
                     *           "code": {
                     *             "sent_at": "2026-03-02T09:21:51.733Z",
                     *             "good_until": "2026-03-02T09:14:05.120Z",
                     *             "tries_left": 1
                     *           }
                     *         }
                     *       ],
                     *       "domains_checked_at": "2026-03-02T09:14:05.120Z",
                     *       "domains": [
                     *         {
                     *           "domain": "domain",
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "lines": [
                     *             {
                     *               "what": "domain",
                     *               "state": "ok",
                     *               "says": "says",
                     *               "record": {
                     *                 "name": "Acme Sales",
                     *                 "type": "TXT",
                     *                 "value": "value"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxIdentities"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    revokeIdentity: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                identity_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing leaves under an address any more, what waits neither, until it is verified again. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from_name": "person",
                     *       "organisation": "Acme",
                     *       "default_identity_id": null,
                     *       "asks_google": false,
                     *       "google_asked_at": "2026-03-02T09:14:05.120Z",
                     *       "google_error": "google error",
                     *       "note": "note",
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "sales@acme.example",
                     *           "name": "Acme Sales",
                     *           "state": "verified",
                     *           "says": null,
                     *           "verified_at": "2026-03-02T09:14:05.120Z",
                     *           "verified_by": "code",
                     *           "people": [
                     *             {
                     *               "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *               "name": "Acme Sales"
                     *             }
                     *           ],
                     *           "code": {
                     *             "sent_at": "2026-03-02T09:21:51.733Z",
                     *             "good_until": "2026-03-02T09:14:05.120Z",
                     *             "tries_left": 1
                     *           }
                     *         }
                     *       ],
                     *       "domains_checked_at": "2026-03-02T09:14:05.120Z",
                     *       "domains": [
                     *         {
                     *           "domain": "domain",
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "lines": [
                     *             {
                     *               "what": "domain",
                     *               "state": "ok",
                     *               "says": "says",
                     *               "record": {
                     *                 "name": "Acme Sales",
                     *                 "type": "TXT",
                     *                 "value": "value"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxIdentities"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    askForIdentities: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ask the Gmail account of a mailbox which addresses it may send from: those are verified, and put on the list. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from_name": "person",
                     *       "organisation": "Acme",
                     *       "default_identity_id": null,
                     *       "asks_google": false,
                     *       "google_asked_at": "2026-03-02T09:14:05.120Z",
                     *       "google_error": "google error",
                     *       "note": "note",
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "sales@acme.example",
                     *           "name": "Acme Sales",
                     *           "state": "verified",
                     *           "says": null,
                     *           "verified_at": "2026-03-02T09:14:05.120Z",
                     *           "verified_by": "code",
                     *           "people": [
                     *             {
                     *               "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *               "name": "Acme Sales"
                     *             }
                     *           ],
                     *           "code": {
                     *             "sent_at": "2026-03-02T09:21:51.733Z",
                     *             "good_until": "2026-03-02T09:14:05.120Z",
                     *             "tries_left": 1
                     *           }
                     *         }
                     *       ],
                     *       "domains_checked_at": "2026-03-02T09:14:05.120Z",
                     *       "domains": [
                     *         {
                     *           "domain": "domain",
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "lines": [
                     *             {
                     *               "what": "domain",
                     *               "state": "ok",
                     *               "says": "says",
                     *               "record": {
                     *                 "name": "Acme Sales",
                     *                 "type": "TXT",
                     *                 "value": "value"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxIdentities"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ProviderSaysNo"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    checkSendingDomains: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ask the DNS now what it says of the domains a mailbox writes from: SPF, DKIM, DMARC. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from_name": "person",
                     *       "organisation": "Acme",
                     *       "default_identity_id": null,
                     *       "asks_google": false,
                     *       "google_asked_at": "2026-03-02T09:14:05.120Z",
                     *       "google_error": "google error",
                     *       "note": "note",
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "sales@acme.example",
                     *           "name": "Acme Sales",
                     *           "state": "verified",
                     *           "says": null,
                     *           "verified_at": "2026-03-02T09:14:05.120Z",
                     *           "verified_by": "code",
                     *           "people": [
                     *             {
                     *               "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *               "name": "Acme Sales"
                     *             }
                     *           ],
                     *           "code": {
                     *             "sent_at": "2026-03-02T09:21:51.733Z",
                     *             "good_until": "2026-03-02T09:14:05.120Z",
                     *             "tries_left": 1
                     *           }
                     *         }
                     *       ],
                     *       "domains_checked_at": "2026-03-02T09:14:05.120Z",
                     *       "domains": [
                     *         {
                     *           "domain": "domain",
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "lines": [
                     *             {
                     *               "what": "domain",
                     *               "state": "ok",
                     *               "says": "says",
                     *               "record": {
                     *                 "name": "Acme Sales",
                     *                 "type": "TXT",
                     *                 "value": "value"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxIdentities"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listUsableIdentities: {
        parameters: {
            query?: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                mailbox_id?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description From which addresses you may write, the default first. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "address": "sales@acme.example",
                     *           "name": "Acme Sales",
                     *           "is_default": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["UsableIdentity"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    readMessageSource: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Why a message is here: its source, deliveries and verdicts. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "raw_text": "From: Ada Lovelace <ada@example.com>\r\nTo: support@acme.example\r\nSubject: Fire\r\n\r\nPlease help.\r\n",
                     *       "size": 97,
                     *       "sha256": "9f2c1b7e5a04d8837e6a1c90b2f4d3586e7a9b0c1d2e3f405162738495a6b7c8",
                     *       "direction": "in",
                     *       "at": "2026-03-02T09:14:05.120Z",
                     *       "subject": "The printer is on fire",
                     *       "author": {
                     *         "name": "Ada Lovelace",
                     *         "address": "ada@example.com"
                     *       },
                     *       "held": false,
                     *       "message_id": "20260302091405.7F1@example.com",
                     *       "date": "2026-03-02T09:14:05.120Z",
                     *       "in_reply_to": null,
                     *       "references": [],
                     *       "parser": {
                     *         "version": 3,
                     *         "today": 3
                     *       },
                     *       "occurrences": [
                     *         {
                     *           "mailbox": "support@acme.example",
                     *           "envelope_from": "ada@example.com",
                     *           "envelope_to": "support@acme.example",
                     *           "received_at": "2026-03-02T09:14:05.120Z",
                     *           "size": 97,
                     *           "sha256": "9f2c1b7e5a04d8837e6a1c90b2f4d3586e7a9b0c1d2e3f405162738495a6b7c8",
                     *           "is_history": false,
                     *           "attempts": 1,
                     *           "stages": [
                     *             {
                     *               "stage": "kept",
                     *               "at": "2026-03-02T09:14:05.120Z"
                     *             }
                     *           ],
                     *           "recipient": {
                     *             "address": "support@acme.example",
                     *             "source": "envelope",
                     *             "confidence": "high",
                     *             "candidates": [
                     *               {
                     *                 "address": "support@acme.example",
                     *                 "header": null,
                     *                 "source": "envelope",
                     *                 "confidence": "high",
                     *                 "ours": true
                     *               },
                     *               {
                     *                 "address": "facilities@example.com",
                     *                 "header": "Cc",
                     *                 "source": "to_cc_scan",
                     *                 "confidence": "low",
                     *                 "ours": false
                     *               }
                     *             ],
                     *             "omitted": 0
                     *           },
                     *           "peer": {
                     *             "ip": "203.0.113.7",
                     *             "helo": "mail.example.com"
                     *           },
                     *           "authentication": {
                     *             "verdict": "verified",
                     *             "reasons": []
                     *           }
                     *         }
                     *       ],
                     *       "delivery": null,
                     *       "verdict": {
                     *         "auto_generated": false,
                     *         "vacation": false,
                     *         "bounce": false,
                     *         "list": false,
                     *         "loop": false,
                     *         "spam": false,
                     *         "reasons": []
                     *       },
                     *       "recipient": {
                     *         "address": "support@acme.example",
                     *         "source": "envelope",
                     *         "confidence": "high"
                     *       },
                     *       "stitch": {
                     *         "reason": "new",
                     *         "confidence": "high",
                     *         "evidence": {
                     *           "answers": []
                     *         },
                     *         "refers_to": null
                     *       },
                     *       "problems": []
                     *     }
                     */
                    "application/json": components["schemas"]["MessageSource"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    readMessageToday: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What would be decided about a received message if it came today; nothing is changed. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "parser": 3,
                     *       "changes": [
                     *         {
                     *           "field": "verdict.list",
                     *           "kind": "verdict.list: no → yes",
                     *           "was": "no",
                     *           "is": "yes"
                     *         }
                     *       ],
                     *       "failure": null,
                     *       "bounces": [
                     *         {
                     *           "recipient": "ada@example.com",
                     *           "action": "failed",
                     *           "status": "5.1.1",
                     *           "permanent": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MessageToday"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    listReplays: {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                /** @example WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0 */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Replays, newest first: passes over kept mail by today’s rules. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d",
                     *           "kind": "look",
                     *           "state": "done",
                     *           "stage": "all",
                     *           "mailbox": "support@acme.example",
                     *           "since": "2026-03-02T09:14:05.120Z",
                     *           "mail": null,
                     *           "parser_version": 4,
                     *           "mails": {
                     *             "all": 1204,
                     *             "read": 1204,
                     *             "same": 1192,
                     *             "changed": 12,
                     *             "failed": 0,
                     *             "recovered": 0
                     *           },
                     *           "started_by": "Kim Sato",
                     *           "created_at": "2026-03-02T09:14:05.120Z",
                     *           "updated_at": "2026-03-02T09:14:05.120Z",
                     *           "ended_at": "2026-03-02T09:14:05.120Z",
                     *           "error": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["ReplayRun"][];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    beginReplay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "stage": "all",
                 *       "mailbox": "support@acme.example",
                 *       "since": "2026-03-02T09:14:05.120Z"
                 *     }
                 */
                "application/json": {
                    /** @default all */
                    stage?: components["schemas"]["ReplayStage"];
                    /** @description Only mail of this address. */
                    mailbox?: string | null;
                    /** @description Only mail taken in since then. */
                    since?: string | null;
                    /** @description One mail: its id or Message-ID. */
                    mail?: string | null;
                };
            };
        };
        responses: {
            /** @description Begin a dry run: it says what would be decided otherwise today, and changes nothing. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d",
                     *       "kind": "look",
                     *       "state": "done",
                     *       "stage": "all",
                     *       "mailbox": "support@acme.example",
                     *       "since": "2026-03-02T09:14:05.120Z",
                     *       "mail": null,
                     *       "parser_version": 4,
                     *       "mails": {
                     *         "all": 1204,
                     *         "read": 1204,
                     *         "same": 1192,
                     *         "changed": 12,
                     *         "failed": 0,
                     *         "recovered": 0
                     *       },
                     *       "started_by": "Kim Sato",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "ended_at": "2026-03-02T09:14:05.120Z",
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayRun"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            409: components["responses"]["ReplayUnderWay"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readReplay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One replay with what it found, gathered by kind, with examples. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d",
                     *       "kind": "look",
                     *       "state": "done",
                     *       "stage": "all",
                     *       "mailbox": "support@acme.example",
                     *       "since": "2026-03-02T09:14:05.120Z",
                     *       "mail": null,
                     *       "parser_version": 4,
                     *       "mails": {
                     *         "all": 1204,
                     *         "read": 1204,
                     *         "same": 1192,
                     *         "changed": 12,
                     *         "failed": 0,
                     *         "recovered": 0
                     *       },
                     *       "started_by": "Kim Sato",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "ended_at": "2026-03-02T09:14:05.120Z",
                     *       "error": null,
                     *       "changes": [
                     *         {
                     *           "kind": "verdict.list: no → yes",
                     *           "field": "verdict.list",
                     *           "mails": 12,
                     *           "examples": [
                     *             {
                     *               "message_id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *               "ticket_id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *               "ticket_number": 1042,
                     *               "subject": "The printer is on fire",
                     *               "was": "no",
                     *               "is": "yes"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayRunView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    applyReplay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Write what this dry run found: the same mails are read once more. Nothing is sent for it. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d",
                     *       "kind": "look",
                     *       "state": "done",
                     *       "stage": "all",
                     *       "mailbox": "support@acme.example",
                     *       "since": "2026-03-02T09:14:05.120Z",
                     *       "mail": null,
                     *       "parser_version": 4,
                     *       "mails": {
                     *         "all": 1204,
                     *         "read": 1204,
                     *         "same": 1192,
                     *         "changed": 12,
                     *         "failed": 0,
                     *         "recovered": 0
                     *       },
                     *       "started_by": "Kim Sato",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "ended_at": "2026-03-02T09:14:05.120Z",
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayRun"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ReplayUnderWay"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    pauseReplay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hold a replay; what it has done stays. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d",
                     *       "kind": "look",
                     *       "state": "done",
                     *       "stage": "all",
                     *       "mailbox": "support@acme.example",
                     *       "since": "2026-03-02T09:14:05.120Z",
                     *       "mail": null,
                     *       "parser_version": 4,
                     *       "mails": {
                     *         "all": 1204,
                     *         "read": 1204,
                     *         "same": 1192,
                     *         "changed": 12,
                     *         "failed": 0,
                     *         "recovered": 0
                     *       },
                     *       "started_by": "Kim Sato",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "ended_at": "2026-03-02T09:14:05.120Z",
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayRun"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ReplayOverOrReplayUnderWay"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    resumeReplay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Let a replay go on where it stood. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d",
                     *       "kind": "look",
                     *       "state": "done",
                     *       "stage": "all",
                     *       "mailbox": "support@acme.example",
                     *       "since": "2026-03-02T09:14:05.120Z",
                     *       "mail": null,
                     *       "parser_version": 4,
                     *       "mails": {
                     *         "all": 1204,
                     *         "read": 1204,
                     *         "same": 1192,
                     *         "changed": 12,
                     *         "failed": 0,
                     *         "recovered": 0
                     *       },
                     *       "started_by": "Kim Sato",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "ended_at": "2026-03-02T09:14:05.120Z",
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayRun"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ReplayOverOrReplayUnderWay"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    cancelReplay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End a replay; what it has done stays. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3de-5c11-7a92-8b3d-4e5f6a7b8c9d",
                     *       "kind": "look",
                     *       "state": "done",
                     *       "stage": "all",
                     *       "mailbox": "support@acme.example",
                     *       "since": "2026-03-02T09:14:05.120Z",
                     *       "mail": null,
                     *       "parser_version": 4,
                     *       "mails": {
                     *         "all": 1204,
                     *         "read": 1204,
                     *         "same": 1192,
                     *         "changed": 12,
                     *         "failed": 0,
                     *         "recovered": 0
                     *       },
                     *       "started_by": "Kim Sato",
                     *       "created_at": "2026-03-02T09:14:05.120Z",
                     *       "updated_at": "2026-03-02T09:14:05.120Z",
                     *       "ended_at": "2026-03-02T09:14:05.120Z",
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayRun"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ReplayOverOrReplayUnderWay"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readRemoteImage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
                /** @example 0 */
                n: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A remote image of a message, by its place in it, fetched for the reader; a grey dot when it cannot be had. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "image/*": unknown;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyImagesOrTooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    previewAttachment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c57-7ea5-9f16-20b19c4e8f97 */
                attachment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An attached picture (PNG, JPEG, GIF, WebP) for a page to show; anything else has none. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "image/*": unknown;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["NoPreview"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrBlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    listImageSenders: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Senders whose remote images one sees without being asked. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "address": "support@acme.example",
                     *           "created_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["ImageSender"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    trustImageSender: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "address": "support@acme.example"
                 *     }
                 */
                "application/json": {
                    address: string;
                };
            };
        };
        responses: {
            /** @description See the remote images of a sender at once from now on. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "address": "support@acme.example",
                     *       "created_at": "2026-03-02T09:14:05.120Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ImageSender"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            409: components["responses"]["ImageSendersFull"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    distrustImageSender: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readThreading: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Which ticket an answer goes to. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "new_subject_opens": false,
                     *       "closed_days": 14,
                     *       "subject_hours": null
                     *     }
                     */
                    "application/json": components["schemas"]["Threading"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    changeThreading: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "new_subject_opens": false,
                 *       "closed_days": 14
                 *     }
                 */
                "application/json": {
                    /** @description An answer under a new subject opens a new ticket, linked to the old one. */
                    new_subject_opens?: boolean;
                    /** @description An answer to a ticket closed longer ago opens a new one, linked to it; null reopens the old one. */
                    closed_days?: number | null;
                    /** @description A mail that names no other joins its sender’s ticket of the same subject within these hours; null: never. */
                    subject_hours?: number | null;
                };
            };
        };
        responses: {
            /** @description Change which ticket an answer goes to, for mail from now on. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "new_subject_opens": false,
                     *       "closed_days": 14,
                     *       "subject_hours": null
                     *     }
                     */
                    "application/json": components["schemas"]["Threading"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listAcknowledging: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Which mailboxes acknowledge new tickets, with which words, and whether that is stopped. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "active": true,
                     *           "language": "en",
                     *           "as_written": false,
                     *           "texts": {
                     *             "en": {
                     *               "subject": "We have your message (no. {{ticket.number}})",
                     *               "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *             },
                     *             "de": {
                     *               "subject": "We have your message (no. {{ticket.number}})",
                     *               "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *             },
                     *             "fr": {
                     *               "subject": "We have your message (no. {{ticket.number}})",
                     *               "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *             },
                     *             "es": {
                     *               "subject": "We have your message (no. {{ticket.number}})",
                     *               "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *             }
                     *           },
                     *           "mailbox": {
                     *             "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *             "address": "support@acme.example",
                     *             "name": "Acme support"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "stop": null,
                     *       "standard": {
                     *         "en": {
                     *           "subject": "We have your message (no. {{ticket.number}})",
                     *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *         },
                     *         "de": {
                     *           "subject": "We have your message (no. {{ticket.number}})",
                     *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *         },
                     *         "fr": {
                     *           "subject": "We have your message (no. {{ticket.number}})",
                     *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *         },
                     *         "es": {
                     *           "subject": "We have your message (no. {{ticket.number}})",
                     *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *         }
                     *       },
                     *       "variables": [
                     *         {
                     *           "name": "ticket.number",
                     *           "says": "The number of the ticket"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["AcknowledgingMailbox"][];
                        next_cursor: null;
                        stop: {
                            /** Format: date-time */
                            stopped_at: string;
                            /** Format: date-time */
                            ends_at: string;
                        } | null;
                        standard: {
                            en: components["schemas"]["AcknowledgementText"];
                            de: components["schemas"]["AcknowledgementText"];
                            fr: components["schemas"]["AcknowledgementText"];
                            es: components["schemas"]["AcknowledgementText"];
                        };
                        variables: {
                            name: string;
                            says: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    setAcknowledging: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "active": true,
                 *       "language": "en",
                 *       "as_written": false,
                 *       "texts": {
                 *         "en": {
                 *           "subject": "We have your message (no. {{ticket.number}})",
                 *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                 *         },
                 *         "de": {
                 *           "subject": "We have your message (no. {{ticket.number}})",
                 *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                 *         },
                 *         "fr": {
                 *           "subject": "We have your message (no. {{ticket.number}})",
                 *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                 *         },
                 *         "es": {
                 *           "subject": "We have your message (no. {{ticket.number}})",
                 *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    active: boolean;
                    language: components["schemas"]["Language"];
                    /** @description In the language of the mail, where that is one of these and plain to see. */
                    as_written: boolean;
                    /** @description Own words by language; where there are none, the standard ones stand. */
                    texts: {
                        en?: components["schemas"]["AcknowledgementText"];
                        de?: components["schemas"]["AcknowledgementText"];
                        fr?: components["schemas"]["AcknowledgementText"];
                        es?: components["schemas"]["AcknowledgementText"];
                    };
                };
            };
        };
        responses: {
            /** @description Whether a mailbox acknowledges new tickets, and with which words. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "active": true,
                     *       "language": "en",
                     *       "as_written": false,
                     *       "texts": {
                     *         "en": {
                     *           "subject": "We have your message (no. {{ticket.number}})",
                     *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *         },
                     *         "de": {
                     *           "subject": "We have your message (no. {{ticket.number}})",
                     *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *         },
                     *         "fr": {
                     *           "subject": "We have your message (no. {{ticket.number}})",
                     *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *         },
                     *         "es": {
                     *           "subject": "We have your message (no. {{ticket.number}})",
                     *           "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                     *         }
                     *       },
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "name": "Acme support"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AcknowledgingMailbox"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    previewAcknowledgement: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "language": "en",
                 *       "text": {
                 *         "subject": "We have your message (no. {{ticket.number}})",
                 *         "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                 *       }
                 *     }
                 */
                "application/json": {
                    language: components["schemas"]["Language"];
                    text?: components["schemas"]["AcknowledgementText"];
                };
            };
        };
        responses: {
            /** @description An acknowledgement as a customer would get it. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "subject": "We have your message (no. 1042)",
                     *       "body": "Hello,\n\nyour message has the number 1042. A person will answer you.\n\nAcme support",
                     *       "raw_text": "Auto-Submitted: auto-replied\r\nFrom: Acme support <support@acme.example>\r\nSubject: We have your message (no. 1042)\r\n"
                     *     }
                     */
                    "application/json": {
                        subject: string;
                        body: string;
                        raw_text: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    tryAcknowledgement: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "language": "en",
                 *       "text": {
                 *         "subject": "We have your message (no. {{ticket.number}})",
                 *         "body": "Hello,\n\nyour message has the number {{ticket.number}}. A person will answer you.\n\n{{mailbox.name}}"
                 *       }
                 *     }
                 */
                "application/json": {
                    language: components["schemas"]["Language"];
                    text?: components["schemas"]["AcknowledgementText"];
                };
            };
        };
        responses: {
            /** @description Send an acknowledgement to yourself. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sent_to": "kim@acme.example"
                     *     }
                     */
                    "application/json": {
                        sent_to: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NoMailServerOrMailboxInShadow"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["MailNotTaken"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    resumeAcknowledging: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listCollisions: {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                /** @example WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0 */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Message-IDs that different mails carry, each with its mails and what differs. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "message_id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *           "kind": "variant",
                     *           "message_count": 1,
                     *           "first_seen_at": "2026-03-02T09:14:05.120Z",
                     *           "newest_at": "2026-03-02T09:14:05.120Z",
                     *           "seen_at": "2026-03-02T09:14:05.120Z",
                     *           "seen_by": "seen by",
                     *           "messages": [
                     *             {
                     *               "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *               "direction": "in",
                     *               "ticket": {
                     *                 "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *                 "number": 1042
                     *               },
                     *               "from": {
                     *                 "name": "Kim Sato",
                     *                 "address": "support@acme.example"
                     *               },
                     *               "subject": "The printer is on fire",
                     *               "sent_at": "2026-03-02T09:21:51.733Z",
                     *               "at": "2026-03-02T09:14:05.120Z",
                     *               "held": false,
                     *               "attachments": [
                     *                 {
                     *                   "filename": "printer.jpg",
                     *                   "size": 48213,
                     *                   "sha256": "9f2c1b7e5a04d8837e6a1c90b2f4d3586e7a9b0c1d2e3f405162738495a6b7c8"
                     *                 }
                     *               ],
                     *               "deliveries": 1,
                     *               "mailboxes": [
                     *                 "mailboxes"
                     *               ],
                     *               "differs": [
                     *                 {
                     *                   "what": "subject",
                     *                   "first": "first",
                     *                   "here": "here",
                     *                   "lines": [
                     *                     {
                     *                       "sign": "-",
                     *                       "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda"
                     *                     }
                     *                   ],
                     *                   "more": 1
                     *                 }
                     *               ]
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "backfill": {
                     *         "started_at": "2026-03-02T09:14:05.120Z",
                     *         "finished_at": "2026-03-02T09:14:05.120Z",
                     *         "done": 1,
                     *         "total": 1,
                     *         "unread": 1
                     *       }
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Collision"][];
                        next_cursor: string | null;
                        /** @description The last search through what is held; null when there was none. */
                        backfill: components["schemas"]["CollisionBackfill"] | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    backfillCollisions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Look through all mail that is held for Message-IDs used twice; how far it has come stands in the list. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "started_at": "2026-03-02T09:14:05.120Z",
                     *       "finished_at": "2026-03-02T09:14:05.120Z",
                     *       "done": 1,
                     *       "total": 1,
                     *       "unread": 1
                     *     }
                     */
                    "application/json": components["schemas"]["CollisionBackfill"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readCollision: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One Message-ID that different mails carry. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "message_id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86",
                     *       "kind": "variant",
                     *       "message_count": 1,
                     *       "first_seen_at": "2026-03-02T09:14:05.120Z",
                     *       "newest_at": "2026-03-02T09:14:05.120Z",
                     *       "seen_at": "2026-03-02T09:14:05.120Z",
                     *       "seen_by": "seen by",
                     *       "messages": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "direction": "in",
                     *           "ticket": {
                     *             "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *             "number": 1042
                     *           },
                     *           "from": {
                     *             "name": "Kim Sato",
                     *             "address": "support@acme.example"
                     *           },
                     *           "subject": "The printer is on fire",
                     *           "sent_at": "2026-03-02T09:21:51.733Z",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "held": false,
                     *           "attachments": [
                     *             {
                     *               "filename": "printer.jpg",
                     *               "size": 48213,
                     *               "sha256": "9f2c1b7e5a04d8837e6a1c90b2f4d3586e7a9b0c1d2e3f405162738495a6b7c8"
                     *             }
                     *           ],
                     *           "deliveries": 1,
                     *           "mailboxes": [
                     *             "mailboxes"
                     *           ],
                     *           "differs": [
                     *             {
                     *               "what": "subject",
                     *               "first": "first",
                     *               "here": "here",
                     *               "lines": [
                     *                 {
                     *                   "sign": "-",
                     *                   "text": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda"
                     *                 }
                     *               ],
                     *               "more": 1
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Collision"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    markCollisionSeen: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mark it as looked at, until another mail comes under that id. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": Record<string, never>;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listBlockedSenders: {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                /** @example WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0 */
                cursor?: string;
                /**
                 * @description Only what applies to this address: itself, or its domain.
                 * @example mallory@spam.example
                 */
                sender?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Senders whose mail goes to spam, newest first. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3d6-4d41-7e89-ca1b-c2d3e4f5a6b7",
                     *           "address": "mallory@spam.example",
                     *           "reason": "Sells pills.",
                     *           "by": {
                     *             "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *             "name": "Kim Sato"
                     *           },
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "moved_tickets": 2
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["BlockedSender"][];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    blockSender: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "address": "mallory@spam.example",
                 *       "reason": "Sells pills.",
                 *       "move_tickets": true
                 *     }
                 */
                "application/json": {
                    /** @description An address, or a domain that begins with @. */
                    address: string;
                    /** @default  */
                    reason?: string;
                    /**
                     * @description Move the new, open and pending tickets of this sender to spam, too.
                     * @default false
                     */
                    move_tickets?: boolean;
                };
            };
        };
        responses: {
            /** @description Block a sender, or all of a domain: mail from there goes to spam from now on, and is kept. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d6-4d41-7e89-ca1b-c2d3e4f5a6b7",
                     *       "address": "mallory@spam.example",
                     *       "reason": "Sells pills.",
                     *       "by": {
                     *         "id": "0199a3c2-4b07-7f2a-8a51-6c1de2f90b42",
                     *         "name": "Kim Sato"
                     *       },
                     *       "at": "2026-03-02T09:14:05.120Z",
                     *       "moved_tickets": 2
                     *     }
                     */
                    "application/json": components["schemas"]["BlockedSender"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    unblockSender: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d6-4d41-7e89-ca1b-c2d3e4f5a6b7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "restore": true
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Also take out of spam what the block has moved there.
                     * @default false
                     */
                    restore?: boolean;
                };
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readWayOut: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the mail of a mailbox leaves: by which server or provider, how much of it, and what is wrong. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "server",
                     *       "host": "host",
                     *       "port": 1,
                     *       "security": "tls",
                     *       "user": "user",
                     *       "has_password": false,
                     *       "files_sent": false,
                     *       "files_now": false,
                     *       "per_minute": 1,
                     *       "per_day": 1,
                     *       "paused_until": "2026-03-02T09:14:05.120Z",
                     *       "refused": false,
                     *       "says": "says",
                     *       "gmail_sends": false,
                     *       "waiting": 1,
                     *       "offers": [
                     *         "server"
                     *       ],
                     *       "has_server": false
                     *     }
                     */
                    "application/json": components["schemas"]["WayOut"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    setWayOut: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "server",
                 *       "host": "host",
                 *       "port": 1,
                 *       "security": "tls",
                 *       "user": "user",
                 *       "password": "correct horse battery staple",
                 *       "files_sent": true
                 *     }
                 */
                "application/json": {
                    /**
                     * @description `server` is SMTP_URL, with limits of this mailbox; `gmail` and `nylas` need the mailbox to be connected so.
                     * @enum {string}
                     */
                    kind: "server" | "smtp" | "gmail" | "nylas";
                    host?: string;
                    port?: number;
                    /** @enum {string} */
                    security?: "tls" | "starttls" | "none";
                    user?: string | null;
                    /** @description Without it, the one that is kept stays. */
                    password?: string;
                    /**
                     * @description Put a copy into the Sent folder of an IMAP connection; not where the server does so itself.
                     * @default true
                     */
                    files_sent?: boolean;
                    /** @default null */
                    per_minute?: number | null;
                    /** @default null */
                    per_day?: number | null;
                };
            };
        };
        responses: {
            /** @description Let the mail of a mailbox leave by a server or provider of its own, or limit how much leaves. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "server",
                     *       "host": "host",
                     *       "port": 1,
                     *       "security": "tls",
                     *       "user": "user",
                     *       "has_password": false,
                     *       "files_sent": false,
                     *       "files_now": false,
                     *       "per_minute": 1,
                     *       "per_day": 1,
                     *       "paused_until": "2026-03-02T09:14:05.120Z",
                     *       "refused": false,
                     *       "says": "says",
                     *       "gmail_sends": false,
                     *       "waiting": 1,
                     *       "offers": [
                     *         "server"
                     *       ],
                     *       "has_server": false
                     *     }
                     */
                    "application/json": components["schemas"]["WayOut"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WayOutNotOffered"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    forgetWayOut: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    checkWayOut: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "settings": {
                 *         "kind": "server",
                 *         "host": "host",
                 *         "port": 1,
                 *         "security": "tls",
                 *         "user": "user",
                 *         "password": "correct horse battery staple",
                 *         "files_sent": true
                 *       },
                 *       "to_me": false
                 *     }
                 */
                "application/json": {
                    settings?: {
                        /**
                         * @description `server` is SMTP_URL, with limits of this mailbox; `gmail` and `nylas` need the mailbox to be connected so.
                         * @enum {string}
                         */
                        kind: "server" | "smtp" | "gmail" | "nylas";
                        host?: string;
                        port?: number;
                        /** @enum {string} */
                        security?: "tls" | "starttls" | "none";
                        user?: string | null;
                        /** @description Without it, the one that is kept stays. */
                        password?: string;
                        /**
                         * @description Put a copy into the Sent folder of an IMAP connection; not where the server does so itself.
                         * @default true
                         */
                        files_sent?: boolean;
                        /** @default null */
                        per_minute?: number | null;
                        /** @default null */
                        per_day?: number | null;
                    };
                    /**
                     * @description Send a mail to the address of the mailbox itself.
                     * @default false
                     */
                    to_me?: boolean;
                };
            };
        };
        responses: {
            /** @description Try the way out of a mailbox now, or with other settings before they are kept; with `to`, a mail is sent there. What waited leaves when it works. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": false,
                     *       "steps": [
                     *         {
                     *           "step": "step",
                     *           "ok": false,
                     *           "says": "says"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WayOutCheck"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WayOutNotOfferedOrMailboxInShadow"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    lookForSent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ask the provider whether it has a mail of which nobody knows whether it left. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "found": "there",
                     *       "says": "says"
                     *     }
                     */
                    "application/json": components["schemas"]["SentLook"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotUnsure"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readMessageHtml: {
        parameters: {
            query?: {
                /** @example true */
                images?: "true";
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sanitised HTML of a message; with its remote images, fetched by Docket, when asked for. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    downloadMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail as it came, byte for byte. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "message/rfc822": unknown;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c56-7d94-8e05-1fa08b3d7e86 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send a failed mail again. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": Record<string, never>;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotRetryableOrMailboxInShadow"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    downloadAttachment: {
        parameters: {
            query?: {
                /** @example true */
                direct?: "true";
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
                /** @example 0199a3d0-1c57-7ea5-9f16-20b19c4e8f97 */
                attachment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An attachment, or a redirect to where it lies for a minute. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description The bytes are to be had there. */
            302: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    /** @description Good for a short while. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    listFailedMails: {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                /** @example WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0 */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mails that were kept and could not be taken in. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3d9-2b44-71d8-8249-53e4cf71b2ca",
                     *           "received_at": "2026-03-02T09:14:05.120Z",
                     *           "mailbox": "support@acme.example",
                     *           "envelope_from": "ada@example.com",
                     *           "envelope_to": "support@acme.example",
                     *           "size": 97,
                     *           "attempts": 1,
                     *           "error": "The header of this mail is not text in any known encoding."
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["FailedMail"][];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    readFailedMail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d9-2b44-71d8-8249-53e4cf71b2ca */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One failed mail with its source. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d9-2b44-71d8-8249-53e4cf71b2ca",
                     *       "received_at": "2026-03-02T09:14:05.120Z",
                     *       "mailbox": "support@acme.example",
                     *       "envelope_from": "ada@example.com",
                     *       "envelope_to": "support@acme.example",
                     *       "size": 97,
                     *       "attempts": 1,
                     *       "error": "The header of this mail is not text in any known encoding.",
                     *       "raw_text": "From: Ada Lovelace <ada@example.com>\r\nTo: support@acme.example\r\nSubject: Fire\r\n\r\nPlease help.\r\n",
                     *       "stages": [
                     *         {
                     *           "stage": "kept",
                     *           "at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        id: string;
                        /** Format: date-time */
                        received_at: string;
                        mailbox: string;
                        envelope_from: string | null;
                        envelope_to: string | null;
                        size: number;
                        attempts: number;
                        error: string | null;
                        raw_text: string;
                        stages: components["schemas"]["Stage"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    downloadFailedMail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d9-2b44-71d8-8249-53e4cf71b2ca */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A failed mail as it came, byte for byte. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "message/rfc822": unknown;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    retryFailedMail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d9-2b44-71d8-8249-53e4cf71b2ca */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take a failed mail in again; one of which only the header is here is fetched again first. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": Record<string, never>;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotFailed"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listOutgoingMails: {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                /** @example WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0 */
                cursor?: string;
                /** @example waiting */
                state?: "waiting" | "sent" | "bounced" | "failed" | "unsure" | "cancelled";
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Outgoing mails, newest first; those of one state when asked. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3d4-7e01-70c7-b138-42d3be60a1b9",
                     *           "queued_at": "2026-03-02T09:21:40.008Z",
                     *           "status": "sent",
                     *           "via": "smtp",
                     *           "to": [
                     *             "ada@example.com"
                     *           ],
                     *           "subject": "Re: The printer is on fire",
                     *           "ticket_id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "ticket_number": 1042,
                     *           "error": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["OutgoingMail"][];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    readOutgoingMail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d4-7e01-70c7-b138-42d3be60a1b9 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One outgoing mail with its source. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d4-7e01-70c7-b138-42d3be60a1b9",
                     *       "queued_at": "2026-03-02T09:21:40.008Z",
                     *       "status": "sent",
                     *       "via": "smtp",
                     *       "to": [
                     *         "ada@example.com"
                     *       ],
                     *       "subject": "Re: The printer is on fire",
                     *       "ticket_id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *       "ticket_number": 1042,
                     *       "error": null,
                     *       "raw_text": "From: Kim Sato <support@acme.example>\r\nTo: ada@example.com\r\nSubject: Re: Fire\r\n\r\nHelp is on its way.\r\n"
                     *     }
                     */
                    "application/json": {
                        id: string;
                        /** Format: date-time */
                        queued_at: string;
                        status: components["schemas"]["DeliveryStatus"];
                        via: ("smtp" | "gmail" | "nylas" | "outbox") | null;
                        to: string[];
                        subject: string;
                        ticket_id: string;
                        ticket_number: number;
                        error: string | null;
                        /** @description Of a large mail its beginning. */
                        raw_text: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    readMailbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One mailbox, and how it gets its mail. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *       "address": "support@acme.example",
                     *       "name": "Kim Sato",
                     *       "shadow_since": "2026-03-02T09:14:05.120Z",
                     *       "plus_addresses": false,
                     *       "connection": {
                     *         "kind": "imap",
                     *         "settings": {
                     *           "host": "host",
                     *           "port": 1,
                     *           "security": "tls",
                     *           "user": "user",
                     *           "folders": [
                     *             "INBOX"
                     *           ],
                     *           "oauth": {
                     *             "token_url": "https://acme.example/hook",
                     *             "client_id": "client id",
                     *             "scope": "scope"
                     *           },
                     *           "account": "account",
                     *           "journal": false,
                     *           "sends": false,
                     *           "grant": "grant",
                     *           "provider": "provider"
                     *         },
                     *         "state": "unconfirmed",
                     *         "held": "held",
                     *         "connected_at": "2026-03-02T09:14:05.120Z",
                     *         "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *         "live_since": "2026-03-02T09:14:05.120Z",
                     *         "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *         "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *         "last_success_at": "2026-03-02T09:14:05.120Z",
                     *         "lag_seconds": 1,
                     *         "failures": 1,
                     *         "last_error": "last error",
                     *         "last_error_at": "2026-03-02T09:14:05.120Z",
                     *         "paused_until": "2026-03-02T09:14:05.120Z",
                     *         "push_until": "2026-03-02T09:14:05.120Z",
                     *         "push_error": "push error",
                     *         "backfill": {
                     *           "since": "2026-03-02T09:14:05.120Z",
                     *           "before": "2026-03-02T09:14:05.120Z",
                     *           "done": 1,
                     *           "total": 1,
                     *           "asked_at": "2026-03-02T09:14:05.120Z",
                     *           "finished_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       },
                     *       "leaves_by": "server",
                     *       "sending_refused": "sending refused",
                     *       "posted_by": "posted by",
                     *       "paused_by": "paused by",
                     *       "last_day": {
                     *         "kept": 1,
                     *         "done": 1,
                     *         "failed": 1,
                     *         "history": 1
                     *       },
                     *       "last_mail_at": "2026-03-02T09:14:05.120Z",
                     *       "failed": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Mailbox"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    renameMailbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Kim Sato",
                 *       "plus_addresses": false
                 *     }
                 */
                "application/json": {
                    name?: string;
                    plus_addresses?: boolean;
                };
            };
        };
        responses: {
            /** @description Call a mailbox otherwise: what recipients see beside its address; and whether mail to local+anything@ reaches it. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *       "address": "support@acme.example",
                     *       "name": "Kim Sato",
                     *       "shadow_since": "2026-03-02T09:14:05.120Z",
                     *       "plus_addresses": false,
                     *       "connection": {
                     *         "kind": "imap",
                     *         "settings": {
                     *           "host": "host",
                     *           "port": 1,
                     *           "security": "tls",
                     *           "user": "user",
                     *           "folders": [
                     *             "INBOX"
                     *           ],
                     *           "oauth": {
                     *             "token_url": "https://acme.example/hook",
                     *             "client_id": "client id",
                     *             "scope": "scope"
                     *           },
                     *           "account": "account",
                     *           "journal": false,
                     *           "sends": false,
                     *           "grant": "grant",
                     *           "provider": "provider"
                     *         },
                     *         "state": "unconfirmed",
                     *         "held": "held",
                     *         "connected_at": "2026-03-02T09:14:05.120Z",
                     *         "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *         "live_since": "2026-03-02T09:14:05.120Z",
                     *         "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *         "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *         "last_success_at": "2026-03-02T09:14:05.120Z",
                     *         "lag_seconds": 1,
                     *         "failures": 1,
                     *         "last_error": "last error",
                     *         "last_error_at": "2026-03-02T09:14:05.120Z",
                     *         "paused_until": "2026-03-02T09:14:05.120Z",
                     *         "push_until": "2026-03-02T09:14:05.120Z",
                     *         "push_error": "push error",
                     *         "backfill": {
                     *           "since": "2026-03-02T09:14:05.120Z",
                     *           "before": "2026-03-02T09:14:05.120Z",
                     *           "done": 1,
                     *           "total": 1,
                     *           "asked_at": "2026-03-02T09:14:05.120Z",
                     *           "finished_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       },
                     *       "leaves_by": "server",
                     *       "sending_refused": "sending refused",
                     *       "posted_by": "posted by",
                     *       "paused_by": "paused by",
                     *       "last_day": {
                     *         "kept": 1,
                     *         "done": 1,
                     *         "failed": 1,
                     *         "history": 1
                     *       },
                     *       "last_mail_at": "2026-03-02T09:14:05.120Z",
                     *       "failed": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Mailbox"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readMailboxHistory: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description When a mailbox was connected, broke, healed, was paused or changed; newest first. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "what": "connected",
                     *           "says": "says",
                     *           "by": "by",
                     *           "minutes": 1,
                     *           "since": "since"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["MailboxTurn"][];
                        next_cursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    setShadow: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "shadow": false
                 *     }
                 */
                "application/json": {
                    shadow: boolean;
                };
            };
        };
        responses: {
            /** @description Shadow mode: mail comes in and nothing leaves; what waits to leave is failed and stays. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "name": "Kim Sato",
                     *         "shadow_since": "2026-03-02T09:14:05.120Z",
                     *         "plus_addresses": false,
                     *         "connection": {
                     *           "kind": "imap",
                     *           "settings": {
                     *             "host": "host",
                     *             "port": 1,
                     *             "security": "tls",
                     *             "user": "user",
                     *             "folders": [
                     *               "INBOX"
                     *             ],
                     *             "oauth": {
                     *               "token_url": "https://acme.example/hook",
                     *               "client_id": "client id",
                     *               "scope": "scope"
                     *             },
                     *             "account": "account",
                     *             "journal": false,
                     *             "sends": false,
                     *             "grant": "grant",
                     *             "provider": "provider"
                     *           },
                     *           "state": "unconfirmed",
                     *           "held": "held",
                     *           "connected_at": "2026-03-02T09:14:05.120Z",
                     *           "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *           "live_since": "2026-03-02T09:14:05.120Z",
                     *           "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *           "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *           "last_success_at": "2026-03-02T09:14:05.120Z",
                     *           "lag_seconds": 1,
                     *           "failures": 1,
                     *           "last_error": "last error",
                     *           "last_error_at": "2026-03-02T09:14:05.120Z",
                     *           "paused_until": "2026-03-02T09:14:05.120Z",
                     *           "push_until": "2026-03-02T09:14:05.120Z",
                     *           "push_error": "push error",
                     *           "backfill": {
                     *             "since": "2026-03-02T09:14:05.120Z",
                     *             "before": "2026-03-02T09:14:05.120Z",
                     *             "done": 1,
                     *             "total": 1,
                     *             "asked_at": "2026-03-02T09:14:05.120Z",
                     *             "finished_at": "2026-03-02T09:14:05.120Z"
                     *           }
                     *         },
                     *         "leaves_by": "server",
                     *         "sending_refused": "sending refused",
                     *         "posted_by": "posted by",
                     *         "paused_by": "paused by",
                     *         "last_day": {
                     *           "kept": 1,
                     *           "done": 1,
                     *           "failed": 1,
                     *           "history": 1
                     *         },
                     *         "last_mail_at": "2026-03-02T09:14:05.120Z",
                     *         "failed": 1
                     *       },
                     *       "stopped": 1,
                     *       "leaving": 1
                     *     }
                     */
                    "application/json": {
                        mailbox: components["schemas"]["Mailbox"];
                        /** @description Mails that waited to leave and now do not. */
                        stopped: number;
                        /** @description Mails that were on their way this moment and cannot be called back. */
                        leaving: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listMailboxes: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mailboxes of the organisation, and how each gets its mail. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "support@acme.example",
                     *           "name": "Kim Sato",
                     *           "shadow_since": "2026-03-02T09:14:05.120Z",
                     *           "plus_addresses": false,
                     *           "connection": {
                     *             "kind": "imap",
                     *             "settings": {
                     *               "host": "host",
                     *               "port": 1,
                     *               "security": "tls",
                     *               "user": "user",
                     *               "folders": [
                     *                 "INBOX"
                     *               ],
                     *               "oauth": {
                     *                 "token_url": "https://acme.example/hook",
                     *                 "client_id": "client id",
                     *                 "scope": "scope"
                     *               },
                     *               "account": "account",
                     *               "journal": false,
                     *               "sends": false,
                     *               "grant": "grant",
                     *               "provider": "provider"
                     *             },
                     *             "state": "unconfirmed",
                     *             "held": "held",
                     *             "connected_at": "2026-03-02T09:14:05.120Z",
                     *             "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *             "live_since": "2026-03-02T09:14:05.120Z",
                     *             "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *             "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *             "last_success_at": "2026-03-02T09:14:05.120Z",
                     *             "lag_seconds": 1,
                     *             "failures": 1,
                     *             "last_error": "last error",
                     *             "last_error_at": "2026-03-02T09:14:05.120Z",
                     *             "paused_until": "2026-03-02T09:14:05.120Z",
                     *             "push_until": "2026-03-02T09:14:05.120Z",
                     *             "push_error": "push error",
                     *             "backfill": {
                     *               "since": "2026-03-02T09:14:05.120Z",
                     *               "before": "2026-03-02T09:14:05.120Z",
                     *               "done": 1,
                     *               "total": 1,
                     *               "asked_at": "2026-03-02T09:14:05.120Z",
                     *               "finished_at": "2026-03-02T09:14:05.120Z"
                     *             }
                     *           },
                     *           "leaves_by": "server",
                     *           "sending_refused": "sending refused",
                     *           "posted_by": "posted by",
                     *           "paused_by": "paused by",
                     *           "last_day": {
                     *             "kept": 1,
                     *             "done": 1,
                     *             "failed": 1,
                     *             "history": 1
                     *           },
                     *           "last_mail_at": "2026-03-02T09:14:05.120Z",
                     *           "failed": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Mailbox"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    openMailbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "address": "support@acme.example",
                 *       "name": "Kim Sato"
                 *     }
                 */
                "application/json": {
                    /** Format: email */
                    address: string;
                    name: string;
                };
            };
        };
        responses: {
            /** @description Open a mailbox: mail to its address makes tickets. One that exists is left as it is. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *       "address": "support@acme.example",
                     *       "name": "Kim Sato",
                     *       "shadow_since": "2026-03-02T09:14:05.120Z",
                     *       "plus_addresses": false,
                     *       "connection": {
                     *         "kind": "imap",
                     *         "settings": {
                     *           "host": "host",
                     *           "port": 1,
                     *           "security": "tls",
                     *           "user": "user",
                     *           "folders": [
                     *             "INBOX"
                     *           ],
                     *           "oauth": {
                     *             "token_url": "https://acme.example/hook",
                     *             "client_id": "client id",
                     *             "scope": "scope"
                     *           },
                     *           "account": "account",
                     *           "journal": false,
                     *           "sends": false,
                     *           "grant": "grant",
                     *           "provider": "provider"
                     *         },
                     *         "state": "unconfirmed",
                     *         "held": "held",
                     *         "connected_at": "2026-03-02T09:14:05.120Z",
                     *         "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *         "live_since": "2026-03-02T09:14:05.120Z",
                     *         "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *         "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *         "last_success_at": "2026-03-02T09:14:05.120Z",
                     *         "lag_seconds": 1,
                     *         "failures": 1,
                     *         "last_error": "last error",
                     *         "last_error_at": "2026-03-02T09:14:05.120Z",
                     *         "paused_until": "2026-03-02T09:14:05.120Z",
                     *         "push_until": "2026-03-02T09:14:05.120Z",
                     *         "push_error": "push error",
                     *         "backfill": {
                     *           "since": "2026-03-02T09:14:05.120Z",
                     *           "before": "2026-03-02T09:14:05.120Z",
                     *           "done": 1,
                     *           "total": 1,
                     *           "asked_at": "2026-03-02T09:14:05.120Z",
                     *           "finished_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       },
                     *       "leaves_by": "server",
                     *       "sending_refused": "sending refused",
                     *       "posted_by": "posted by",
                     *       "paused_by": "paused by",
                     *       "last_day": {
                     *         "kept": 1,
                     *         "done": 1,
                     *         "failed": 1,
                     *         "history": 1
                     *       },
                     *       "last_mail_at": "2026-03-02T09:14:05.120Z",
                     *       "failed": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Mailbox"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            409: components["responses"]["AddressTaken"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    disconnectMailbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    confirmMailbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "account": "support@acme.example",
                 *       "since": "2026-03-02T09:14:05.120Z"
                 *     }
                 */
                "application/json": {
                    /** @description The account that was looked at. */
                    account: string;
                    /** @description How far back mail is brought; null is all of it, nothing is what came since the consent. */
                    since?: (string) | null;
                };
            };
        };
        responses: {
            /** @description Say that the account a consent brought is the right one, once its newest mails were looked at: from now on it is fetched. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "imap",
                     *       "settings": {
                     *         "host": "host",
                     *         "port": 1,
                     *         "security": "tls",
                     *         "user": "user",
                     *         "folders": [
                     *           "INBOX"
                     *         ],
                     *         "oauth": {
                     *           "token_url": "https://acme.example/hook",
                     *           "client_id": "client id",
                     *           "scope": "scope"
                     *         },
                     *         "account": "support@acme.example",
                     *         "journal": false,
                     *         "sends": false,
                     *         "grant": "grant",
                     *         "provider": "provider"
                     *       },
                     *       "state": "unconfirmed",
                     *       "held": "held",
                     *       "connected_at": "2026-03-02T09:14:05.120Z",
                     *       "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *       "live_since": "2026-03-02T09:14:05.120Z",
                     *       "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *       "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *       "last_success_at": "2026-03-02T09:14:05.120Z",
                     *       "lag_seconds": 1,
                     *       "failures": 1,
                     *       "last_error": "last error",
                     *       "last_error_at": "2026-03-02T09:14:05.120Z",
                     *       "paused_until": "2026-03-02T09:14:05.120Z",
                     *       "push_until": "2026-03-02T09:14:05.120Z",
                     *       "push_error": "push error",
                     *       "backfill": {
                     *         "since": "2026-03-02T09:14:05.120Z",
                     *         "before": "2026-03-02T09:14:05.120Z",
                     *         "done": 1,
                     *         "total": 1,
                     *         "asked_at": "2026-03-02T09:14:05.120Z",
                     *         "finished_at": "2026-03-02T09:14:05.120Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotConnectedOrAnotherAccount"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    checkMailbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Try the connection of a mailbox now, and see the newest mails there. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": false,
                     *       "steps": [
                     *         {
                     *           "step": "step",
                     *           "ok": false,
                     *           "says": "says"
                     *         }
                     *       ],
                     *       "newest": [
                     *         {
                     *           "from": "from",
                     *           "subject": "The printer is on fire",
                     *           "received_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "folders": [
                     *         {
                     *           "name": "Kim Sato",
                     *           "use": "use"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxCheck"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotConnected"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    readSyncStatus: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far a mailbox has come, when it last succeeded, and what is wrong. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "imap",
                     *       "settings": {
                     *         "host": "host",
                     *         "port": 1,
                     *         "security": "tls",
                     *         "user": "user",
                     *         "folders": [
                     *           "INBOX"
                     *         ],
                     *         "oauth": {
                     *           "token_url": "https://acme.example/hook",
                     *           "client_id": "client id",
                     *           "scope": "scope"
                     *         },
                     *         "account": "account",
                     *         "journal": false,
                     *         "sends": false,
                     *         "grant": "grant",
                     *         "provider": "provider"
                     *       },
                     *       "state": "unconfirmed",
                     *       "held": "held",
                     *       "connected_at": "2026-03-02T09:14:05.120Z",
                     *       "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *       "live_since": "2026-03-02T09:14:05.120Z",
                     *       "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *       "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *       "last_success_at": "2026-03-02T09:14:05.120Z",
                     *       "lag_seconds": 1,
                     *       "failures": 1,
                     *       "last_error": "last error",
                     *       "last_error_at": "2026-03-02T09:14:05.120Z",
                     *       "paused_until": "2026-03-02T09:14:05.120Z",
                     *       "push_until": "2026-03-02T09:14:05.120Z",
                     *       "push_error": "push error",
                     *       "backfill": {
                     *         "since": "2026-03-02T09:14:05.120Z",
                     *         "before": "2026-03-02T09:14:05.120Z",
                     *         "done": 1,
                     *         "total": 1,
                     *         "asked_at": "2026-03-02T09:14:05.120Z",
                     *         "finished_at": "2026-03-02T09:14:05.120Z"
                     *       },
                     *       "last_day": {
                     *         "kept": 1,
                     *         "done": 1,
                     *         "failed": 1,
                     *         "history": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SyncStatus"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotConnected"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    backfillMailbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "since": "2026-03-02T09:14:05.120Z"
                 *     }
                 */
                "application/json": {
                    since?: (string) | null;
                };
            };
        };
        responses: {
            /** @description Look everything up again since then (all of it without a time) and keep what is missing, as history. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "imap",
                     *       "settings": {
                     *         "host": "host",
                     *         "port": 1,
                     *         "security": "tls",
                     *         "user": "user",
                     *         "folders": [
                     *           "INBOX"
                     *         ],
                     *         "oauth": {
                     *           "token_url": "https://acme.example/hook",
                     *           "client_id": "client id",
                     *           "scope": "scope"
                     *         },
                     *         "account": "account",
                     *         "journal": false,
                     *         "sends": false,
                     *         "grant": "grant",
                     *         "provider": "provider"
                     *       },
                     *       "state": "unconfirmed",
                     *       "held": "held",
                     *       "connected_at": "2026-03-02T09:14:05.120Z",
                     *       "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *       "live_since": "2026-03-02T09:14:05.120Z",
                     *       "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *       "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *       "last_success_at": "2026-03-02T09:14:05.120Z",
                     *       "lag_seconds": 1,
                     *       "failures": 1,
                     *       "last_error": "last error",
                     *       "last_error_at": "2026-03-02T09:14:05.120Z",
                     *       "paused_until": "2026-03-02T09:14:05.120Z",
                     *       "push_until": "2026-03-02T09:14:05.120Z",
                     *       "push_error": "push error",
                     *       "backfill": {
                     *         "since": "2026-03-02T09:14:05.120Z",
                     *         "before": "2026-03-02T09:14:05.120Z",
                     *         "done": 1,
                     *         "total": 1,
                     *         "asked_at": "2026-03-02T09:14:05.120Z",
                     *         "finished_at": "2026-03-02T09:14:05.120Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotConnectedOrNotConfirmed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    pullMailbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Look for new mail now. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "imap",
                     *       "settings": {
                     *         "host": "host",
                     *         "port": 1,
                     *         "security": "tls",
                     *         "user": "user",
                     *         "folders": [
                     *           "INBOX"
                     *         ],
                     *         "oauth": {
                     *           "token_url": "https://acme.example/hook",
                     *           "client_id": "client id",
                     *           "scope": "scope"
                     *         },
                     *         "account": "account",
                     *         "journal": false,
                     *         "sends": false,
                     *         "grant": "grant",
                     *         "provider": "provider"
                     *       },
                     *       "state": "unconfirmed",
                     *       "held": "held",
                     *       "connected_at": "2026-03-02T09:14:05.120Z",
                     *       "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *       "live_since": "2026-03-02T09:14:05.120Z",
                     *       "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *       "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *       "last_success_at": "2026-03-02T09:14:05.120Z",
                     *       "lag_seconds": 1,
                     *       "failures": 1,
                     *       "last_error": "last error",
                     *       "last_error_at": "2026-03-02T09:14:05.120Z",
                     *       "paused_until": "2026-03-02T09:14:05.120Z",
                     *       "push_until": "2026-03-02T09:14:05.120Z",
                     *       "push_error": "push error",
                     *       "backfill": {
                     *         "since": "2026-03-02T09:14:05.120Z",
                     *         "before": "2026-03-02T09:14:05.120Z",
                     *         "done": 1,
                     *         "total": 1,
                     *         "asked_at": "2026-03-02T09:14:05.120Z",
                     *         "finished_at": "2026-03-02T09:14:05.120Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotConnectedOrNotConfirmed"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    pauseMailbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "minutes": 30
                 *     }
                 */
                "application/json": {
                    /** @default 30 */
                    minutes?: number;
                };
            };
        };
        responses: {
            /** @description Bring nothing from the provider for so many minutes. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "imap",
                     *       "settings": {
                     *         "host": "host",
                     *         "port": 1,
                     *         "security": "tls",
                     *         "user": "user",
                     *         "folders": [
                     *           "INBOX"
                     *         ],
                     *         "oauth": {
                     *           "token_url": "https://acme.example/hook",
                     *           "client_id": "client id",
                     *           "scope": "scope"
                     *         },
                     *         "account": "account",
                     *         "journal": false,
                     *         "sends": false,
                     *         "grant": "grant",
                     *         "provider": "provider"
                     *       },
                     *       "state": "unconfirmed",
                     *       "held": "held",
                     *       "connected_at": "2026-03-02T09:14:05.120Z",
                     *       "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *       "live_since": "2026-03-02T09:14:05.120Z",
                     *       "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *       "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *       "last_success_at": "2026-03-02T09:14:05.120Z",
                     *       "lag_seconds": 1,
                     *       "failures": 1,
                     *       "last_error": "last error",
                     *       "last_error_at": "2026-03-02T09:14:05.120Z",
                     *       "paused_until": "2026-03-02T09:14:05.120Z",
                     *       "push_until": "2026-03-02T09:14:05.120Z",
                     *       "push_error": "push error",
                     *       "backfill": {
                     *         "since": "2026-03-02T09:14:05.120Z",
                     *         "before": "2026-03-02T09:14:05.120Z",
                     *         "done": 1,
                     *         "total": 1,
                     *         "asked_at": "2026-03-02T09:14:05.120Z",
                     *         "finished_at": "2026-03-02T09:14:05.120Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotConnectedOrNotConfirmed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    resumeMailbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End a pause, an open breaker or a refusal, and look for new mail now. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "imap",
                     *       "settings": {
                     *         "host": "host",
                     *         "port": 1,
                     *         "security": "tls",
                     *         "user": "user",
                     *         "folders": [
                     *           "INBOX"
                     *         ],
                     *         "oauth": {
                     *           "token_url": "https://acme.example/hook",
                     *           "client_id": "client id",
                     *           "scope": "scope"
                     *         },
                     *         "account": "account",
                     *         "journal": false,
                     *         "sends": false,
                     *         "grant": "grant",
                     *         "provider": "provider"
                     *       },
                     *       "state": "unconfirmed",
                     *       "held": "held",
                     *       "connected_at": "2026-03-02T09:14:05.120Z",
                     *       "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *       "live_since": "2026-03-02T09:14:05.120Z",
                     *       "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *       "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *       "last_success_at": "2026-03-02T09:14:05.120Z",
                     *       "lag_seconds": 1,
                     *       "failures": 1,
                     *       "last_error": "last error",
                     *       "last_error_at": "2026-03-02T09:14:05.120Z",
                     *       "paused_until": "2026-03-02T09:14:05.120Z",
                     *       "push_until": "2026-03-02T09:14:05.120Z",
                     *       "push_error": "push error",
                     *       "backfill": {
                     *         "since": "2026-03-02T09:14:05.120Z",
                     *         "before": "2026-03-02T09:14:05.120Z",
                     *         "done": 1,
                     *         "total": 1,
                     *         "asked_at": "2026-03-02T09:14:05.120Z",
                     *         "finished_at": "2026-03-02T09:14:05.120Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotConnectedOrNotConfirmed"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    guessImap: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "address": "support@acme.example"
                 *     }
                 */
                "application/json": {
                    /** Format: email */
                    address: string;
                };
            };
        };
        responses: {
            /** @description Find the IMAP servers that an address may be read at, the likeliest first; none when nothing is known or published. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "host": "host",
                     *           "port": 1,
                     *           "security": "tls",
                     *           "user": "user",
                     *           "by": "known",
                     *           "provider": "provider",
                     *           "note": "note"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["ImapGuess"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    connectImap: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "host": "host",
                 *       "port": 1,
                 *       "security": "tls",
                 *       "user": "user",
                 *       "folder": "folder",
                 *       "folders": [
                 *         "folders"
                 *       ],
                 *       "password": "correct horse battery staple",
                 *       "oauth": {
                 *         "token_url": "https://acme.example/hook",
                 *         "client_id": "client id",
                 *         "scope": "scope",
                 *         "client_secret": "client secret",
                 *         "refresh_token": "refresh token"
                 *       },
                 *       "since": "2026-03-02T09:14:05.120Z"
                 *     }
                 */
                "application/json": {
                    host: string;
                    port: number;
                    /** @enum {string} */
                    security: "tls" | "starttls" | "none";
                    user: string;
                    folder?: string;
                    folders?: string[];
                    password?: string;
                    oauth?: {
                        /** Format: uri */
                        token_url: string;
                        client_id: string;
                        scope?: string;
                        client_secret?: string;
                        refresh_token: string;
                    };
                    since?: (string) | null;
                };
            };
        };
        responses: {
            /** @description Fetch the mail of a mailbox from an IMAP server; `since` brings older mail as history, null all of it. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "imap",
                     *       "settings": {
                     *         "host": "host",
                     *         "port": 1,
                     *         "security": "tls",
                     *         "user": "user",
                     *         "folders": [
                     *           "INBOX"
                     *         ],
                     *         "oauth": {
                     *           "token_url": "https://acme.example/hook",
                     *           "client_id": "client id",
                     *           "scope": "scope"
                     *         },
                     *         "account": "account",
                     *         "journal": false,
                     *         "sends": false,
                     *         "grant": "grant",
                     *         "provider": "provider"
                     *       },
                     *       "state": "unconfirmed",
                     *       "held": "held",
                     *       "connected_at": "2026-03-02T09:14:05.120Z",
                     *       "confirmed_at": "2026-03-02T09:14:05.120Z",
                     *       "live_since": "2026-03-02T09:14:05.120Z",
                     *       "cursor": "WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0",
                     *       "next_pull_at": "2026-03-02T09:14:05.120Z",
                     *       "last_success_at": "2026-03-02T09:14:05.120Z",
                     *       "lag_seconds": 1,
                     *       "failures": 1,
                     *       "last_error": "last error",
                     *       "last_error_at": "2026-03-02T09:14:05.120Z",
                     *       "paused_until": "2026-03-02T09:14:05.120Z",
                     *       "push_until": "2026-03-02T09:14:05.120Z",
                     *       "push_error": "push error",
                     *       "backfill": {
                     *         "since": "2026-03-02T09:14:05.120Z",
                     *         "before": "2026-03-02T09:14:05.120Z",
                     *         "done": 1,
                     *         "total": 1,
                     *         "asked_at": "2026-03-02T09:14:05.120Z",
                     *         "finished_at": "2026-03-02T09:14:05.120Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    checkImap: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "host": "host",
                 *       "port": 1,
                 *       "security": "tls",
                 *       "user": "user",
                 *       "folder": "folder",
                 *       "folders": [
                 *         "folders"
                 *       ],
                 *       "password": "correct horse battery staple",
                 *       "oauth": {
                 *         "token_url": "https://acme.example/hook",
                 *         "client_id": "client id",
                 *         "scope": "scope",
                 *         "client_secret": "client secret",
                 *         "refresh_token": "refresh token"
                 *       }
                 *     }
                 */
                "application/json": {
                    host: string;
                    port: number;
                    /** @enum {string} */
                    security: "tls" | "starttls" | "none";
                    user: string;
                    folder?: string;
                    folders?: string[];
                    password?: string;
                    oauth?: {
                        /** Format: uri */
                        token_url: string;
                        client_id: string;
                        scope?: string;
                        client_secret?: string;
                        refresh_token: string;
                    };
                };
            };
        };
        responses: {
            /** @description Try an IMAP server before it is connected, and see its newest mails. Nothing is kept. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": false,
                     *       "steps": [
                     *         {
                     *           "step": "step",
                     *           "ok": false,
                     *           "says": "says"
                     *         }
                     *       ],
                     *       "newest": [
                     *         {
                     *           "from": "from",
                     *           "subject": "The printer is on fire",
                     *           "received_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ],
                     *       "folders": [
                     *         {
                     *           "name": "Kim Sato",
                     *           "use": "use"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailboxCheck"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listBalances: {
        parameters: {
            query?: {
                /** @example 2026-03-02 */
                since?: string;
                /** @example 2026-03-02 */
                until?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail balance sheet: for each mailbox and day what its provider holds, and what became of it here. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "mailbox": {
                     *             "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *             "address": "support@acme.example",
                     *             "name": "Kim Sato",
                     *             "connected": true
                     *           },
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "next_check_at": "2026-03-02T09:14:05.120Z",
                     *           "error": null,
                     *           "run": {
                     *             "what": "check",
                     *             "state": "waiting",
                     *             "since": "2026-03-02",
                     *             "until": "2026-03-02",
                     *             "asked_at": "2026-03-02T09:14:05.120Z",
                     *             "begun_at": "2026-03-02T09:14:05.120Z",
                     *             "ended_at": "2026-03-02T09:14:05.120Z",
                     *             "fetched": 1,
                     *             "again": 1,
                     *             "error": null
                     *           },
                     *           "days": [
                     *             {
                     *               "day": "2026-03-02",
                     *               "checked_at": "2026-03-02T09:14:05.120Z",
                     *               "at_provider": 41,
                     *               "gone": 1,
                     *               "direct": 0,
                     *               "tickets": 38,
                     *               "suppressed": {
                     *                 "duplicate": 2,
                     *                 "bounce": 1
                     *               },
                     *               "failed": 1,
                     *               "waiting": 0,
                     *               "coming": 0,
                     *               "older": 0,
                     *               "missing": 0,
                     *               "lost": 0,
                     *               "adds_up": true,
                     *               "off_checks": 0
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["MailBalance"][];
                        next_cursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    readBalance: {
        parameters: {
            query?: {
                /** @example 2026-03-02 */
                since?: string;
                /** @example 2026-03-02 */
                until?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balance sheet of one mailbox, newest day first; the last two weeks, unless it is said which days. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "mailbox": {
                     *         "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *         "address": "support@acme.example",
                     *         "name": "Kim Sato",
                     *         "connected": true
                     *       },
                     *       "checked_at": "2026-03-02T09:14:05.120Z",
                     *       "next_check_at": "2026-03-02T09:14:05.120Z",
                     *       "error": null,
                     *       "run": {
                     *         "what": "check",
                     *         "state": "waiting",
                     *         "since": "2026-03-02",
                     *         "until": "2026-03-02",
                     *         "asked_at": "2026-03-02T09:14:05.120Z",
                     *         "begun_at": "2026-03-02T09:14:05.120Z",
                     *         "ended_at": "2026-03-02T09:14:05.120Z",
                     *         "fetched": 1,
                     *         "again": 1,
                     *         "error": null
                     *       },
                     *       "days": [
                     *         {
                     *           "day": "2026-03-02",
                     *           "checked_at": "2026-03-02T09:14:05.120Z",
                     *           "at_provider": 41,
                     *           "gone": 1,
                     *           "direct": 0,
                     *           "tickets": 38,
                     *           "suppressed": {
                     *             "duplicate": 2,
                     *             "bounce": 1
                     *           },
                     *           "failed": 1,
                     *           "waiting": 0,
                     *           "coming": 0,
                     *           "older": 0,
                     *           "missing": 0,
                     *           "lost": 0,
                     *           "adds_up": true,
                     *           "off_checks": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailBalance"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    listBalanceDifferences: {
        parameters: {
            query: {
                /** @example 2026-03-02 */
                day: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mails that a day differs by: missing here, lost here, or gone at the provider. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "kind": "gone",
                     *           "provider_id": "imap:INBOX:1795292643:19",
                     *           "received_at": "2026-03-02T09:14:05.120Z",
                     *           "size": 48213,
                     *           "subject": "The printer is on fire",
                     *           "from": "ada@example.com",
                     *           "ticket_id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "message_id": "0199a3d0-1c56-7d94-8e05-1fa08b3d7e86"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["BalanceDifference"][];
                        next_cursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    checkBalance: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "since": "2026-03-02",
                 *       "until": "2026-03-02"
                 *     }
                 */
                "application/json": {
                    /** Format: date */
                    since?: string;
                    /** Format: date */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description Ask the provider what it holds of these days (yesterday and today, unless said), and lay it against what is here. The answer comes at once: the balance of the mailbox says how far it is. While something is under way there, that is the answer. */
            202: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "what": "check",
                     *       "state": "waiting",
                     *       "since": "2026-03-02",
                     *       "until": "2026-03-02",
                     *       "asked_at": "2026-03-02T09:14:05.120Z",
                     *       "begun_at": "2026-03-02T09:14:05.120Z",
                     *       "ended_at": "2026-03-02T09:14:05.120Z",
                     *       "fetched": 1,
                     *       "again": 1,
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["BalanceRun"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    mendBalance: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "since": "2026-03-02",
                 *       "until": "2026-03-02"
                 *     }
                 */
                "application/json": {
                    /** Format: date */
                    since?: string;
                    /** Format: date */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description Bring the mails that the last check of these days found missing, one by one, and check the days again. The answer comes at once: the balance of the mailbox says how far it is. While something is under way there, that is the answer. */
            202: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "what": "check",
                     *       "state": "waiting",
                     *       "since": "2026-03-02",
                     *       "until": "2026-03-02",
                     *       "asked_at": "2026-03-02T09:14:05.120Z",
                     *       "begun_at": "2026-03-02T09:14:05.120Z",
                     *       "ended_at": "2026-03-02T09:14:05.120Z",
                     *       "fetched": 1,
                     *       "again": 1,
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["BalanceRun"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readMailWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address that a provider posts mail to: when mail came, what was refused and why. The address itself is shown only when it is made. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "provider": "mailgun",
                     *       "provider_name": "Mailgun",
                     *       "topic": null,
                     *       "signed": true,
                     *       "made_at": "2026-03-02T09:14:05.120Z",
                     *       "before_until": null,
                     *       "taken": 41,
                     *       "last_taken_at": "2026-03-02T09:14:05.120Z",
                     *       "refused": 0,
                     *       "last_refused_at": null,
                     *       "last_refusal": null,
                     *       "calls": []
                     *     }
                     */
                    "application/json": components["schemas"]["MailWebhook"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NoWebhook"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    makeMailWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "provider": "mailgun",
                 *       "signing_key": "8f4c1d0b2a6e49d7b5a3c2e1f0987654"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    provider: "raw" | "postmark" | "sendgrid" | "mailgun" | "cloudmailin" | "ses";
                    signing_key?: string;
                    topic?: string;
                };
            };
        };
        responses: {
            /** @description Make an address that a provider posts mail to, in place of the one before. The answer shows it once, and says what to click. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "provider": "mailgun",
                     *       "provider_name": "Mailgun",
                     *       "topic": null,
                     *       "signed": true,
                     *       "made_at": "2026-03-02T09:14:05.120Z",
                     *       "before_until": null,
                     *       "taken": 41,
                     *       "last_taken_at": "2026-03-02T09:14:05.120Z",
                     *       "refused": 0,
                     *       "last_refused_at": null,
                     *       "last_refusal": null,
                     *       "calls": [],
                     *       "url": "https://support.acme.example/hooks/mail/fH1Yk3v0cVbX8mQ2nT5rW7uZ9aB4dE6q/mime",
                     *       "steps": [
                     *         "In Mailgun open Receiving (Routes) and create a route that matches your address."
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["NewMailWebhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    removeMailWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NoWebhook"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    rotateMailWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Give a mailbox a new address for its provider; the one before is good for another day. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "provider": "mailgun",
                     *       "provider_name": "Mailgun",
                     *       "topic": null,
                     *       "signed": true,
                     *       "made_at": "2026-03-02T09:14:05.120Z",
                     *       "before_until": null,
                     *       "taken": 41,
                     *       "last_taken_at": "2026-03-02T09:14:05.120Z",
                     *       "refused": 0,
                     *       "last_refused_at": null,
                     *       "last_refusal": null,
                     *       "calls": [],
                     *       "url": "https://support.acme.example/hooks/mail/fH1Yk3v0cVbX8mQ2nT5rW7uZ9aB4dE6q/mime",
                     *       "steps": [
                     *         "In Mailgun open Receiving (Routes) and create a route that matches your address."
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["NewMailWebhook"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NoWebhook"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    startGmail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "mailbox_id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                 *       "address": "support@acme.example",
                 *       "name": "Kim Sato",
                 *       "account": "kim@acme.example",
                 *       "journal": false,
                 *       "send": false
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The mailbox to connect.
                     */
                    mailbox_id?: string;
                    /**
                     * Format: email
                     * @description Instead of it: the address of a mailbox that is opened then.
                     */
                    address?: string;
                    name?: string;
                    /**
                     * Format: email
                     * @description The account that is read, where it is not the address of the mailbox.
                     */
                    account?: string;
                    /**
                     * @description The account holds copies of the mail of many addresses; each belongs to the mailbox it was for.
                     * @default false
                     */
                    journal?: boolean;
                    /**
                     * @description Ask Google for sending as well: once it is allowed and the account confirmed, mail may leave by it.
                     * @default false
                     */
                    send?: boolean;
                };
            };
        };
        responses: {
            /** @description Begin to connect a mailbox to a Gmail account (in a browser): the answer says where to send the person. What comes back is confirmed once its newest mails were looked at. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "url"
                     *     }
                     */
                    "application/json": {
                        url: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrfOrForbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["GmailNotSetUp"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    endGmail: {
        parameters: {
            query?: {
                /** @example  */
                state?: string;
                /** @example code */
                code?: string;
                /** @example The header of this mail is not text in any known encoding. */
                error?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where Google sends the person back to; goes on to the page of the mailbox, or to why it was not connected. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description The bytes are to be had there. */
            302: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    /** @description Good for a short while. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    startNylas: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mailbox_id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                 *       "account": "kim@acme.example"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    mailbox_id: string;
                    /**
                     * Format: email
                     * @description The account that is read, where it is not the address of the mailbox.
                     */
                    account?: string;
                };
            };
        };
        responses: {
            /** @description Begin to connect a mailbox through Nylas (in a browser): the answer says where to send the person. What comes back is confirmed once its newest mails were looked at. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "url"
                     *     }
                     */
                    "application/json": {
                        url: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrfOrForbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NylasNotSetUp"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    endNylas: {
        parameters: {
            query?: {
                /** @example  */
                state?: string;
                /** @example code */
                code?: string;
                /** @example The header of this mail is not text in any known encoding. */
                error?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where Nylas sends the person back to; goes on to the page of the mailbox, or to why it was not connected. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description The bytes are to be had there. */
            302: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    /** @description Good for a short while. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    readConsentVisit: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                visit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Why a way to a provider ended without a mailbox. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "provider": "gmail",
                     *       "refused": "refused",
                     *       "mailbox_id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *       "address": "support@acme.example",
                     *       "connected": false
                     *     }
                     */
                    "application/json": components["schemas"]["ConsentVisit"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    readSignature: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What stands under one's own mails, and the variables that may stand in it. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "html": "html",
                     *       "body": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *       "off_mailbox_ids": [],
                     *       "variables": [
                     *         {
                     *           "name": "ticket.number",
                     *           "says": "The number of the ticket"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Signature"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    setSignature: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "html": "html",
                 *       "body": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                 *       "off_mailbox_ids": []
                 *     }
                 */
                "application/json": {
                    html: string;
                    body: string;
                    /**
                     * @description Mailboxes whose mails go without it.
                     * @default []
                     */
                    off_mailbox_ids?: string[];
                };
            };
        };
        responses: {
            /** @description Set what stands under one's own mails; without words there is none. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "html": "html",
                     *       "body": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *       "off_mailbox_ids": [],
                     *       "variables": [
                     *         {
                     *           "name": "ticket.number",
                     *           "says": "The number of the ticket"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Signature"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    fillSignature: {
        parameters: {
            query?: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                ticket_id?: string;
                /**
                 * @description Of a new mail; a ticket has its own.
                 * @example 0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75
                 */
                mailbox_id?: string;
                /**
                 * @description Who a new mail goes to.
                 * @example contact name
                 */
                contact_name?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One's signature as it stands under a mail of this ticket or mailbox; empty where there is none. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "html": "html",
                     *       "body": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *       "unknown": [
                     *         "unknown"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FilledWords"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    listMacros: {
        parameters: {
            query?: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                ticket_id?: string;
                /**
                 * @description Of a new mail; a ticket has its own.
                 * @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53
                 */
                mailbox_id?: string;
                /**
                 * @description Who a new mail goes to.
                 * @example contact name
                 */
                contact_name?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready-made words, everybody's and one's own; those that fit the ticket first. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3d0-1c5a-7ad8-c249-53e4cf71b2cb",
                     *           "name": "Help is on its way",
                     *           "html": "html",
                     *           "body": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *           "shared": false,
                     *           "mailbox_id": null,
                     *           "language": "en",
                     *           "status": "open",
                     *           "fits": false,
                     *           "can_change": false,
                     *           "updated_at": "2026-03-02T09:14:05.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Macro"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    addMacro: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Help is on its way",
                 *       "html": "html",
                 *       "body": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                 *       "shared": false,
                 *       "language": "en",
                 *       "status": "open"
                 *     }
                 */
                "application/json": {
                    name: string;
                    html: string;
                    body: string;
                    /**
                     * @description Everybody’s, instead of one’s own.
                     * @default false
                     */
                    shared?: boolean;
                    /**
                     * @description Where it fits best; null: anywhere.
                     * @default null
                     */
                    mailbox_id?: string | null;
                    /** @default null */
                    language?: ("en" | "de" | "fr" | "es") | null;
                    /**
                     * @description What a ticket becomes when it is sent.
                     * @default null
                     */
                    status?: components["schemas"]["TicketStatus"] | null;
                };
            };
        };
        responses: {
            /** @description Keep words that are written often. Those of everybody need settings.manage. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c5a-7ad8-c249-53e4cf71b2cb",
                     *       "name": "Help is on its way",
                     *       "html": "html",
                     *       "body": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *       "shared": false,
                     *       "mailbox_id": null,
                     *       "language": "en",
                     *       "status": "open",
                     *       "fits": false,
                     *       "can_change": false,
                     *       "updated_at": "2026-03-02T09:14:05.120Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Macro"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrfOrForbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    removeMacro: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c5a-7ad8-c249-53e4cf71b2cb */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrfOrForbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    changeMacro: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c5a-7ad8-c249-53e4cf71b2cb */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Help is on its way",
                 *       "html": "html",
                 *       "body": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                 *       "shared": false,
                 *       "language": "en",
                 *       "status": "open"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    html?: string;
                    body?: string;
                    shared?: boolean;
                    mailbox_id?: string | null;
                    language?: ("en" | "de" | "fr" | "es") | null;
                    status?: components["schemas"]["TicketStatus"] | null;
                };
            };
        };
        responses: {
            /** @description Change a macro. Those of everybody need settings.manage. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3d0-1c5a-7ad8-c249-53e4cf71b2cb",
                     *       "name": "Help is on its way",
                     *       "html": "html",
                     *       "body": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *       "shared": false,
                     *       "mailbox_id": null,
                     *       "language": "en",
                     *       "status": "open",
                     *       "fits": false,
                     *       "can_change": false,
                     *       "updated_at": "2026-03-02T09:14:05.120Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Macro"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrfOrForbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    fillMacro: {
        parameters: {
            query?: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                ticket_id?: string;
                /**
                 * @description Of a new mail; a ticket has its own.
                 * @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53
                 */
                mailbox_id?: string;
                /**
                 * @description Who a new mail goes to.
                 * @example contact name
                 */
                contact_name?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c5a-7ad8-c249-53e4cf71b2cb */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A macro as it reads on this ticket, and what the ticket becomes. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "html": "html",
                     *       "body": "Hello,\n\nour printer on the second floor is on fire. Please help.\n\nAda",
                     *       "unknown": [
                     *         "unknown"
                     *       ],
                     *       "status": "open"
                     *     }
                     */
                    "application/json": components["schemas"]["FilledMacro"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    readNotifications: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What one is told by mail, and the newest of those mails. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "assigned": true,
                     *       "mentioned": true,
                     *       "opened": true,
                     *       "answered": true,
                     *       "answer_does": "note",
                     *       "mailboxes": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "support@acme.example",
                     *           "name": "Kim Sato",
                     *           "followed": true
                     *         }
                     *       ],
                     *       "lately": [
                     *         {
                     *           "id": "0199a3d4-7e02-71d8-8249-53e4cf71b2ca",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "kinds": [
                     *             "assigned"
                     *           ],
                     *           "ticket": {
                     *             "id": "0199a3d4-7e02-71d8-8249-53e4cf71b2ca",
                     *             "number": 1042,
                     *             "subject": "The printer is on fire"
                     *           },
                     *           "status": "sent",
                     *           "says": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Notifications"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    changeNotifications: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "assigned": true,
                 *       "mentioned": true,
                 *       "opened": true,
                 *       "answered": true,
                 *       "answer_does": "note",
                 *       "mailbox_ids": [
                 *         "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description A ticket becomes mine. */
                    assigned?: boolean;
                    /** @description A note names me. */
                    mentioned?: boolean;
                    /** @description A new ticket comes to a mailbox that I follow. */
                    opened?: boolean;
                    /** @description The customer answers on a ticket of mine. */
                    answered?: boolean;
                    /**
                     * @description What an answer to such a mail does when it is proven to be mine; it counts at once, also for mails that left before.
                     * @enum {string}
                     */
                    answer_does?: "nothing" | "note" | "reply";
                    /** @description The mailboxes that I follow: these and no others. */
                    mailbox_ids?: string[];
                };
            };
        };
        responses: {
            /** @description Change what one is told by mail. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "assigned": true,
                     *       "mentioned": true,
                     *       "opened": true,
                     *       "answered": true,
                     *       "answer_does": "note",
                     *       "mailboxes": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "support@acme.example",
                     *           "name": "Kim Sato",
                     *           "followed": true
                     *         }
                     *       ],
                     *       "lately": [
                     *         {
                     *           "id": "0199a3d4-7e02-71d8-8249-53e4cf71b2ca",
                     *           "at": "2026-03-02T09:14:05.120Z",
                     *           "kinds": [
                     *             "assigned"
                     *           ],
                     *           "ticket": {
                     *             "id": "0199a3d4-7e02-71d8-8249-53e4cf71b2ca",
                     *             "number": 1042,
                     *             "subject": "The printer is on fire"
                     *           },
                     *           "status": "sent",
                     *           "says": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Notifications"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfOrForbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readNotificationSettings: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What mails to colleagues show. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "quotes_words": true
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationSettings"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    changeNotificationSettings: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "quotes_words": true
                 *     }
                 */
                "application/json": components["schemas"]["NotificationSettings"];
            };
        };
        responses: {
            /** @description Change what mails to colleagues show, for all that have not left. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "quotes_words": true
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationSettings"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    listSystemMails: {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mails that Docket wrote about access, newest first, with what became of them; never their links. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3c1-9d03-7e78-b90a-b1c2d3e4f5a6",
                     *           "kind": "invitation",
                     *           "to": "lee@acme.example",
                     *           "status": "sent",
                     *           "attempts": 1,
                     *           "error": null,
                     *           "queued_at": "2026-03-02T09:21:40.008Z",
                     *           "sent_at": "2026-03-02T09:21:51.733Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            kind: string;
                            to: string;
                            /** @enum {string} */
                            status: "queued" | "sent" | "failed";
                            attempts: number;
                            error: string | null;
                            queued_at: string;
                            sent_at: string | null;
                        }[];
                        next_cursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    listAlerts: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What needs a person to look after this server. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "condition": "mails-failed",
                     *           "says": "1 mail could not be taken in.",
                     *           "todo": "Each is kept with the sentence why: read it there, and retry.",
                     *           "page": "/ops/failed-mails",
                     *           "opened_at": "2026-03-02T09:14:05.120Z",
                     *           "closed_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            condition: string;
                            says: string;
                            todo: string;
                            page: string;
                            opened_at: string;
                            closed_at: string | null;
                        }[];
                        next_cursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    summarizeSync: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How every mailbox does, in one look. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3c2-1f3d-7e6e-a4b8-8d5c9e0f1a75",
                     *           "address": "support@acme.example",
                     *           "name": "Support",
                     *           "kind": "imap",
                     *           "state": "live",
                     *           "lag_seconds": 1,
                     *           "last_success_at": "2026-03-02T09:14:05.120Z",
                     *           "last_error": null,
                     *           "backfill": null,
                     *           "waiting": 1,
                     *           "failed": 1,
                     *           "newest_at": "2026-03-02T09:14:05.120Z",
                     *           "off": 0
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["MailboxSync"][];
                        next_cursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    readOpsOverview: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What waits, what has failed, and how long things take. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": "2026-03-02T09:14:05.120Z",
                     *       "mails": {
                     *         "today": 1,
                     *         "waiting": 1,
                     *         "failed": 0,
                     *         "oldest_seconds": 1
                     *       },
                     *       "deliveries": {
                     *         "waiting": 1,
                     *         "unsure": 1,
                     *         "failed": 1
                     *       },
                     *       "queues": [
                     *         {
                     *           "job": "mail.authenticate",
                     *           "waiting": 1,
                     *           "oldest_seconds": 1
                     *         }
                     *       ],
                     *       "dead_letters": 1,
                     *       "slow": [
                     *         {
                     *           "what": "ticket",
                     *           "name": "from kept to ticket",
                     *           "p50_ms": 62,
                     *           "p95_ms": 240
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OpsOverview"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                /** @example WyIyMDI2LTAzLTAyVDA5OjE0OjA1LjEyMFoiLCIwMTk5YTNkMC0xYzU1Il0 */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs that failed too often or gave up, newest first, each with the sentence why. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53",
                     *           "job": "mail.authenticate",
                     *           "says": "the DNS did not answer about 3 mails: they are asked about again",
                     *           "failed_at": "2026-03-02T09:14:05.120Z",
                     *           "began_at": "2026-03-02T09:14:05.120Z",
                     *           "attempts": 1,
                     *           "request_id": "request id",
                     *           "known": true
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["DeadLetter"][];
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusy"];
        };
    };
    replayJob: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @example 0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["JobUnknown"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    replayJobs: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "job_ids": [
                 *         "0199a3d0-1c55-7b83-b1f4-0e9d7a2c6d53"
                 *       ]
                 *     }
                 */
                "application/json": {
                    job_ids: string[];
                };
            };
        };
        responses: {
            /** @description Do many jobs again that were given up; those that are none any more are left out. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replayed": 1
                     *     }
                     */
                    "application/json": {
                        replayed: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrCsrf"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DatabaseAwayOrDatabaseBusyOrDatabaseFullOrOutcomeUnknown"];
        };
    };
    readOpenapi: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The API as an OpenAPI 3.1 document. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    readDocs: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The API as a page for people. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
    readDocsFilter: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names the request in logs and answers; one is made when it is missing.
                 * @example nightly-sync-17
                 */
                "X-Request-ID"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What lets that page hide the operations that were not asked for. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": unknown;
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BlobsAwayOrDatabaseAwayOrDatabaseBusy"];
        };
    };
}
