package com.prysmid.tenant.wire;

import com.prysmid.tenant.event.DomainEvent;
import com.prysmid.tenant.event.WireName;
import com.prysmid.tenant.state.UserState;
import com.prysmid.tenant.state.WorkspaceState;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The table of persisted types, read once from the sealed hierarchy of events and the two states. */
public final class WireNames {
    private static final Map<String, Class<?>> TYPES = new TreeMap<>();
    private static final Map<Class<?>, String> NAMES = new HashMap<>();

    static {
        collect(DomainEvent.class);
        register(WorkspaceState.class);
        register(UserState.class);
    }

    private WireNames() {}

    /** Every persisted type by its wire name. */
    public static Map<String, Class<?>> all() {
        return Collections.unmodifiableMap(TYPES);
    }

    static Optional<Class<?>> type(String wireName) {
        return Optional.ofNullable(TYPES.get(wireName));
    }

    static String name(Class<?> type) {
        String name = NAMES.get(type);
        if (name == null) {
            throw new IllegalArgumentException(type.getName() + " has no wire name");
        }
        return name;
    }

    private static void collect(Class<?> type) {
        if (type.isSealed()) {
            for (Class<?> part : type.getPermittedSubclasses()) {
                collect(part);
            }
        } else {
            register(type);
        }
    }

    private static void register(Class<?> type) {
        WireName name = type.getAnnotation(WireName.class);
        if (name == null) {
            throw new IllegalStateException(type.getName() + " is persisted and needs a wire name");
        }
        if (TYPES.put(name.value(), type) != null) {
            throw new IllegalStateException("two types are called " + name.value());
        }
        NAMES.put(type, name.value());
    }
}
