package com.prysmid.gateway.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How records and JSON objects correspond: one member per component, its name in snake_case. */
public final class MemberNames {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private MemberNames() {}

    public static String of(RecordComponent component) {
        return HUMP.matcher(component.getName()).replaceAll("_").toLowerCase(java.util.Locale.ROOT);
    }

    public static boolean isOptional(RecordComponent component) {
        AnnotatedElement type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class) || component.getType() == MergePatch.Change.class;
    }

    /** Of an enum's constants, in their order: as {@link JsonProperty} says, else as they are called. */
    public static List<String> ofConstants(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(Field::isEnumConstant)
                .map(field -> field.isAnnotationPresent(JsonProperty.class)
                        ? field.getAnnotation(JsonProperty.class).value()
                        : field.getName())
                .toList();
    }
}
