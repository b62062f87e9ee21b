package com.prysmid.tenant.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.Samples;
import com.prysmid.tenant.protocol.Message;
import com.prysmid.tenant.protocol.Reply;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command and every reply arrives on another node as it was sent, with and without its optional members. */
class MessagesBetweenNodesTest {
    private static final ActorTestKit KIT = ActorTestKit.create(
            "messages",
            ConfigFactory.parseString(
                            "pekko.actor.provider = cluster\npekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }")
                    .withFallback(ConfigFactory.load()));

    private final Serialization serialization = SerializationExtension.get(Adapter.toClassic(KIT.system()));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    static List<Class<?>> messages() {
        return new ClassFileImporter()
                .importPackages("com.prysmid.tenant.protocol").stream()
                        .filter(type -> type.isAssignableTo(Message.class) && type.isRecord())
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void arrivesWhole(Class<?> type) throws Exception {
        assertArrives(sample(type, false));
        assertArrives(sample(type, true));
    }

    private static Object sample(Class<?> type, boolean nulls) {
        return new Samples(KIT.system().<Reply>ignoreRef(), nulls).of(type);
    }

    private void assertArrives(Object message) throws Exception {
        Serializer serializer = serialization.findSerializerFor(message);
        assertThat(serializer.getClass().getSimpleName()).isEqualTo("JacksonCborSerializer");
        Object arrived = serialization
                .deserialize(
                        serialization.serialize(message).get(),
                        serializer.identifier(),
                        Serializers.manifestFor(serializer, message))
                .get();
        assertThat(arrived).isEqualTo(message);
    }
}
