package com.prysmid.control.workspaces;

import com.prysmid.control.value.Slug;
import org.slf4j.Logger;

/** What the log says of one workspace's facts: its slug and ids, never a key, an address or a name. */
final class LifecycleLog {
    private LifecycleLog() {}

    static void report(Logger log, Slug slug, LifecycleEvent event) {
        switch (event) {
            case LifecycleEvent.Failed failed ->
                log.error(
                        "workspace {}: the data plane refused step {} with {}",
                        slug,
                        failed.step().wire(),
                        failed.code());
            case LifecycleEvent.Activated activated -> log.info("workspace {}: active", slug);
            case LifecycleEvent.Suspended suspended -> log.info("workspace {}: suspended", slug);
            case LifecycleEvent.Resumed resumed -> log.info("workspace {}: resumed", slug);
            case LifecycleEvent.ServiceAccountKeyLost lost ->
                log.warn(
                        "workspace {}: the service account's key {} is lost ({}), another takes its place",
                        slug,
                        lost.keyId(),
                        lost.reason());
            case LifecycleEvent.ServiceAccountKeySealedAgain again ->
                log.debug("workspace {}: the service account's key {} is sealed again", slug, again.keyId());
            case LifecycleEvent.ServiceAccountSet set ->
                log.debug("workspace {}: the service account's key {} is in use", slug, set.keyId());
            case LifecycleEvent.Requested requested -> {}
            case LifecycleEvent.SchemaReady ready -> {}
            case LifecycleEvent.KeysReady ready -> {}
            case LifecycleEvent.ServiceAccountKeyMade made -> {}
        }
    }
}
