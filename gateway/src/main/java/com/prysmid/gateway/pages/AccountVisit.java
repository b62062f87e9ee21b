package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.SessionCommand.Session;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;

/**
 * Somebody signed in, at one part of their own account.
 *
 * @param token   names their session; its secret goes with every command that acts for them
 * @param session as it is right now
 * @param csrf    for the forms of the page
 */
record AccountVisit(
        RequestContext context,
        AccountSection section,
        Words words,
        UserBoundToken token,
        Session session,
        Csrf.Token csrf) {
    UserId userId() {
        return token.userId();
    }

    /** For the audit: done by this person. */
    Act act() {
        return context.act().by(Actor.user(token.userId()));
    }

    /** Redacted: holds a session's secret. */
    @Override
    public String toString() {
        return "AccountVisit[" + section + "]";
    }
}
