package com.prysmid.tenant.protocol;

/** A request to a User entity; its entity id is {@code slug/userId}. */
public sealed interface UserCommand extends Command, UserMessage
        permits AccountCommand,
                CibaCommand,
                ConsentCommand,
                DeliveryCommand,
                FactorCommand,
                GrantCommand,
                IdentityCommand,
                OwnAccountCommand,
                PasskeyCommand,
                SelfCommand,
                SessionCommand,
                TicketCommand {
    UserId userId();
}
