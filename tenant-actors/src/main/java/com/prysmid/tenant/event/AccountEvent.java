package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.TicketPurpose;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user's account. */
public sealed interface AccountEvent extends UserEvent {

    /**
     * @param passwordHash bcrypt, modular crypt form; null for a user without a password
     * @param status       null in journals from before users could be anything else: active
     */
    @WireName("user.created/1")
    record Created(UserProfile profile, @Nullable String passwordHash, UserStatus status) implements AccountEvent {
        public Created {
            status = status == null ? UserStatus.ACTIVE : status;
        }

        @Override
        public String toString() {
            return "Created[redacted]";
        }
    }

    /** @param changed claim names that differ from before */
    @WireName("user.updated/1")
    record Updated(UserProfile profile, List<String> changed) implements AccountEvent {}

    /**
     * A new password; every session and token family ended with the old one.
     *
     * @param mustChange it is good for one sign-in, in which a new one is chosen
     */
    @WireName("user.password_changed/1")
    record PasswordChanged(String passwordHash, boolean mustChange) implements AccountEvent {
        @Override
        public String toString() {
            return "PasswordChanged[redacted]";
        }
    }

    /** The same password, hashed anew: at a higher cost, or by ourselves where it was imported. Nothing else changes. */
    @WireName("user.password_rehashed/1")
    record PasswordRehashed(String passwordHash) implements AccountEvent {
        @Override
        public String toString() {
            return "PasswordRehashed[redacted]";
        }
    }

    @WireName("user.status_changed/1")
    record StatusChanged(StatusChange change, UserStatus status) implements AccountEvent {}

    /**
     * Somebody signed up, and has yet to show that the address is theirs.
     *
     * @param passwordHash bcrypt, modular crypt form
     * @param again        takes the place of a sign-up that was never completed
     */
    @WireName("user.sign_up_begun/1")
    record SignUpBegun(UserProfile profile, String passwordHash, boolean again) implements AccountEvent {
        @Override
        public String toString() {
            return "SignUpBegun[redacted]";
        }
    }

    /** The address is theirs, and the profile says so. */
    @WireName("user.email_verified/1")
    record EmailVerified(UserProfile profile) implements AccountEvent {}

    /**
     * A sign-up or an invitation was completed: the account is in use from here on.
     *
     * @param passwordHash chosen now, bcrypt; null where that of the sign-up holds
     */
    @WireName("user.registered/1")
    record Registered(TicketPurpose by, @Nullable String passwordHash) implements AccountEvent {
        @Override
        public String toString() {
            return "Registered[redacted]";
        }
    }

    /** The last event of a user: the journal rows before it are erased with it. */
    @WireName("user.deleted/1")
    record Deleted() implements AccountEvent {}

    @WireName("user.grant_changed/1")
    record GrantChanged(String projectId, List<String> roles) implements AccountEvent {}
}
