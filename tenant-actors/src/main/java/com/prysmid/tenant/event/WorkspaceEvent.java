package com.prysmid.tenant.event;

/** A fact about a workspace. */
public sealed interface WorkspaceEvent extends DomainEvent
        permits AppEvent,
                BrandingEvent,
                DirectoryEvent,
                KeyEvent,
                ProjectEvent,
                ProvisioningEvent,
                RegistrationEvent,
                ServiceAccountEvent,
                SettingsEvent,
                TokenEvent {}
