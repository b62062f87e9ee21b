package com.prysmid.gateway.admin;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How records and JSON objects correspond: one member per component, its name in snake_case. */
final class MemberNames {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private MemberNames() {}

    static String of(RecordComponent component) {
        return HUMP.matcher(component.getName()).replaceAll("_").toLowerCase(java.util.Locale.ROOT);
    }

    static boolean isOptional(RecordComponent component) {
        AnnotatedElement type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class) || component.getType() == MergePatch.Change.class;
    }
}
