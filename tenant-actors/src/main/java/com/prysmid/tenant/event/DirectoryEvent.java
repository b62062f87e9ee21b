package com.prysmid.tenant.event;

/** Acts around login names that belong to no user. */
public sealed interface DirectoryEvent extends WorkspaceEvent {

    /**
     * Somebody tried to sign in with a name that nobody has. The name is not kept: people type passwords there. In older journals alone:
     * now the audit row is all that is written.
     */
    @WireName("sign_in.unknown_login/1")
    record UnknownLogin() implements DirectoryEvent {}

    /** The same, of somebody who forgot a password. */
    @WireName("password_reset.unknown_login/1")
    record UnknownReset() implements DirectoryEvent {}
}
