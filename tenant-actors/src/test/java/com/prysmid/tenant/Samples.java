package com.prysmid.tenant;

import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserCode;
import com.prysmid.tenant.protocol.UserId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Makes an instance of any record of the product, every member filled, always with the same values. */
public final class Samples {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

    private final @Nullable ActorRef<Reply> replyTo;
    private final boolean nullsWhereAllowed;

    /** @param nullsWhereAllowed leaves out what is {@code @Nullable} */
    public Samples(@Nullable ActorRef<Reply> replyTo, boolean nullsWhereAllowed) {
        this.replyTo = replyTo;
        this.nullsWhereAllowed = nullsWhereAllowed;
    }

    public Object of(Class<?> type) {
        return make(type.getSimpleName(), type);
    }

    private Object make(String name, Class<?> type) {
        if (type == String.class) {
            return name + "-text";
        } else if (type == int.class || type == Integer.class) {
            return 7;
        } else if (type == long.class || type == Long.class) {
            return 8L;
        } else if (type == boolean.class || type == Boolean.class) {
            return true;
        } else if (type == Instant.class) {
            return TIME;
        } else if (type == Duration.class) {
            return Duration.ofSeconds(90);
        } else if (type == Slug.class) {
            return new Slug("acme");
        } else if (type == UserId.class) {
            return new UserId("user-0001");
        } else if (type == Secret.class) {
            return new Secret("s3cret");
        } else if (type == PasswordInput.class) {
            return new PasswordInput("p4ssword");
        } else if (type == Confirmation.class) {
            return Confirmation.ofDpopKey(name + "-text");
        } else if (type == UserCode.class) {
            return new UserCode("BCDFGHJK");
        } else if (type == Object.class) {
            return "any";
        } else if (type.isEnum()) {
            return type.getEnumConstants()[type.getEnumConstants().length - 1];
        } else if (type.isSealed()) {
            return make(name, type.getPermittedSubclasses()[type.getPermittedSubclasses().length - 1]);
        } else if (type.isRecord()) {
            return record(type);
        }
        throw new IllegalArgumentException("no sample of " + type);
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            return type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(Arrays.stream(components).map(this::member).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no sample of " + type, e);
        }
    }

    private @Nullable Object member(RecordComponent component) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (nullable && nullsWhereAllowed) {
            return null;
        }
        return value(component.getName(), component.getGenericType());
    }

    private @Nullable Object value(String name, Type type) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == ActorRef.class) {
                return replyTo;
            } else if (raw == List.class) {
                return List.of(value(name, arguments[0]));
            } else if (raw == Set.class) {
                return new LinkedHashSet<>(List.of(value(name, arguments[0])));
            } else if (raw == Map.class) {
                return new TreeMap<>(Map.of(name + "-key", value(name, arguments[1])));
            }
        }
        return make(name, (Class<?>) type);
    }
}
