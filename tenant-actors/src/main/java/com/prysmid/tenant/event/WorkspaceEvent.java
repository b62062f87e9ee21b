package com.prysmid.tenant.event;

/** A fact about a workspace. */
public sealed interface WorkspaceEvent extends DomainEvent
        permits AppEvent,
                BrandingEvent,
                DirectoryEvent,
                GroupEvent,
                IdpEvent,
                KeyEvent,
                ProjectEvent,
                ProvisioningEvent,
                RegistrationEvent,
                ScimTokenEvent,
                ServiceAccountEvent,
                SettingsEvent,
                TokenEvent {}
