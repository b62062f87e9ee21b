package com.prysmid.tenant.protocol;

/** A request to a Workspace entity; its entity id is the slug. */
public sealed interface WorkspaceCommand extends Command, WorkspaceMessage
        permits AppCommand,
                AuditCommand,
                BrandingCommand,
                DeviceCommand,
                DirectoryCommand,
                GroupCommand,
                HomeCommand,
                IdpCommand,
                KeyCommand,
                ProjectCommand,
                ProvisioningCommand,
                RegistrationCommand,
                RequestCommand,
                ScimTokenCommand,
                ServiceAccountCommand,
                SettingsCommand,
                TokenCommand,
                UpstreamCommand {}
