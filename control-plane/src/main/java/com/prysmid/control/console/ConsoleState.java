package com.prysmid.control.console;

import org.jspecify.annotations.Nullable;

/** What has come of it. Both are null before their fact. */
record ConsoleState(ConsoleEvent.@Nullable KeysSealed keys, ConsoleEvent.@Nullable AppRegistered app) {
    ConsoleState apply(ConsoleEvent event) {
        return switch (event) {
            case ConsoleEvent.KeysSealed e -> new ConsoleState(e, app);
            case ConsoleEvent.AppRegistered e -> new ConsoleState(keys, e);
        };
    }
}
