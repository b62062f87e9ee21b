package com.prysmid.tenant.event;

/** A fact about a user. */
public sealed interface UserEvent extends DomainEvent
        permits AccountEvent,
                CibaEvent,
                ConsentEvent,
                DeliveryEvent,
                FactorEvent,
                GrantEvent,
                IdentityEvent,
                PasskeyEvent,
                SessionEvent,
                TicketEvent {}
