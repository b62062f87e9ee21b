package com.prysmid.tenant.journal;

import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/** One {@link TenantStore} per actor system, closed when it stops. */
public final class TenantStoreExtension implements Extension {
    /** The extension's id. */
    public static final class Id extends AbstractExtensionId<TenantStoreExtension> {
        private static final Id INSTANCE = new Id();

        @Override
        public TenantStoreExtension createExtension(ExtendedActorSystem system) {
            return new TenantStoreExtension(system);
        }
    }

    private final TenantStore store;

    private TenantStoreExtension(ExtendedActorSystem system) {
        this.store = TenantStore.open(system.settings().config().getConfig("prysm.postgres"));
        // After the last entity has stopped, however the system ends.
        system.registerOnTermination(store::close);
    }

    public static TenantStore of(org.apache.pekko.actor.ActorSystem system) {
        return Id.INSTANCE.get(system).store;
    }
}
