package com.prysmid.tenant.event;

import org.jspecify.annotations.Nullable;

/** Who a user is at upstream identity providers. */
public sealed interface IdentityEvent extends UserEvent {

    /**
     * Whoever comes from that provider as that subject is this user.
     *
     * @param label what the person is called there, to be recognised by; null where nothing was told
     */
    @WireName("user.identity_linked/1")
    record Linked(String idpId, String subject, @Nullable String label) implements IdentityEvent {
        @Override
        public String toString() {
            return "Linked[redacted]";
        }
    }

    @WireName("user.identity_unlinked/1")
    record Unlinked(String idpId, String subject) implements IdentityEvent {
        @Override
        public String toString() {
            return "Unlinked[redacted]";
        }
    }
}
