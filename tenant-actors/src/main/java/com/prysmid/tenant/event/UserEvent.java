package com.prysmid.tenant.event;

/** A fact about a user. */
public sealed interface UserEvent extends DomainEvent
        permits AccountEvent, ConsentEvent, DeliveryEvent, GrantEvent, SessionEvent {}
