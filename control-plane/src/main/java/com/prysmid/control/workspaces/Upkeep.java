package com.prysmid.control.workspaces;

/** What a service account has needed; the later, the more. */
enum Upkeep {
    NOTHING,
    /** The key is under the vault's first key now. */
    SEALED_AGAIN,
    /** It has another key, or its first. */
    KEY_SET,
    /** The data plane refuses its key. */
    REFUSED;

    /** What this fact says was done; {@code NOTHING} where it is about something else. */
    static Upkeep of(LifecycleEvent event) {
        return switch (event) {
            case LifecycleEvent.ServiceAccountKeySealedAgain e -> SEALED_AGAIN;
            case LifecycleEvent.ServiceAccountSet e -> KEY_SET;
            case LifecycleEvent.ServiceAccountKeyMade e -> NOTHING;
            case LifecycleEvent.ServiceAccountKeyLost e -> NOTHING;
            case LifecycleEvent.Requested e -> NOTHING;
            case LifecycleEvent.SchemaReady e -> NOTHING;
            case LifecycleEvent.KeysReady e -> NOTHING;
            case LifecycleEvent.Activated e -> NOTHING;
            case LifecycleEvent.Suspended e -> NOTHING;
            case LifecycleEvent.Resumed e -> NOTHING;
            case LifecycleEvent.Failed e -> NOTHING;
        };
    }

    Upkeep and(Upkeep other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
