package io.clientele.jobs.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flink must be able to keep and send the records without its fallback for unknown types. */
class IdentityRecordTypesTest {

    static Stream<Record> records() {
        return Stream.of(
                new IdentifierState("p", 1, 1, 2, "", List.of("customer_id:1")),
                new PersonState("a", List.of("a", "b"), List.of(new Tie(1, true, "a", "b")), 3, ""),
                new LinkState(1, "e", null, "", ""),
                new LinkState(1, "e", RefusalReason.SHARED, "x", "y"),
                new DecisionState(true, 1, "e", false),
                new PointerChange("a", null, "p"),
                new IdentityLogEntry(IdentityLogKind.CREATED, null, "a", null, "p", null, 1, "e"),
                new IdentityLogEntry(IdentityLogKind.REFUSED, RefusalReason.UNMERGED, "a", "b", "p", "q", 1, "e"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void flinkKeepsIt(Record written) throws IOException {
        assertThat(copy(written)).isEqualTo(written);
    }

    private static <T> T copy(T written) throws IOException {
        @SuppressWarnings("unchecked")
        TypeInformation<T> type = TypeInformation.of((Class<T>) written.getClass());
        assertThat(type).isInstanceOf(PojoTypeInfo.class);
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        TypeSerializer<T> serializer = type.createSerializer(config);
        DataOutputSerializer output = new DataOutputSerializer(64);
        serializer.serialize(written, output);
        return serializer.deserialize(new DataInputDeserializer(output.getCopyOfBuffer()));
    }
}
