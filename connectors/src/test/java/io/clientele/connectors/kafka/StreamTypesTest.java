package io.clientele.connectors.kafka;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTypesTest {
    private static final ReceivedEvent EVENT =
            new ReceivedEvent("orders", 1, 2, 3, 4, new byte[] {5, 6}, 7, "e-1", EventIdentifiers.of(null, "a-1"));

    @ParameterizedTest
    @ValueSource(classes = {ReceivedEvent.class, EventIdentifiers.class, DeadLetter.class, PolledRecord.class})
    void everyStreamTypeIsSerializedFieldByField(Class<?> type) {
        assertSerializedAsPojoWithoutKryo(type);
    }

    @Test
    void missingIdsStayMissing() {
        assertThat(copy(PolledRecord.class, PolledRecord.of(EVENT)))
                .usingRecursiveComparison()
                .isEqualTo(PolledRecord.of(EVENT));
    }

    @Test
    void aDeadLetterOfANullValueStaysSo() {
        DeadLetter dead =
                new DeadLetter("orders", 1, 2, 3, RejectionReason.NULL_VALUE, "null", "job", null, null, null, 0);

        assertThat(copy(DeadLetter.class, dead)).usingRecursiveComparison().isEqualTo(dead);
    }

    private static <T> T copy(Class<T> type, T value) {
        TypeSerializer<T> serializer = TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
        assertThat(serializer).isInstanceOf(PojoSerializer.class);
        return serializer.copy(value);
    }
}
