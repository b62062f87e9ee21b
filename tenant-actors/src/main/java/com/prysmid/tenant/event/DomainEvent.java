package com.prysmid.tenant.event;

/** A fact about one entity. */
public sealed interface DomainEvent permits WorkspaceEvent, UserEvent {}
