package com.prysmid.tenant.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.prysmid.tenant.event.DomainEvent;
import com.prysmid.tenant.event.Recorded;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Persisted types as JSON (UTF-8, times RFC 3339 in UTC, durations ISO 8601) under their wire names. Thread-safe. */
public final class DomainSerializer extends SerializerWithStringManifest {
    /** Stored with every row; never to be changed. */
    private static final int IDENTIFIER = 724_301;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            // A member that a newer version wrote must not stop an older node in a rolling upgrade.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // isOwner() and the like are questions, not members.
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object object) {
        return WireNames.name(
                object instanceof Recorded<?> recorded ? recorded.event().getClass() : object.getClass());
    }

    @Override
    public byte[] toBinary(Object object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        Class<?> type = WireNames.type(manifest)
                .orElseThrow(() -> new NotSerializableException("no persisted type is called " + manifest));
        try {
            return MAPPER.readValue(bytes, DomainEvent.class.isAssignableFrom(type) ? recorded(type) : plain(type));
        } catch (IOException e) {
            // The cause's message may quote personal data.
            throw new NotSerializableException(
                    "unreadable " + manifest + ": " + e.getClass().getSimpleName());
        }
    }

    private static JavaType recorded(Class<?> event) {
        return MAPPER.getTypeFactory().constructParametricType(Recorded.class, event);
    }

    private static JavaType plain(Class<?> type) {
        return MAPPER.constructType(type);
    }
}
