package io.clientele.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventContractTest {
    static List<EventContract> contracts() {
        return Contracts.all();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void everyFieldSaysWhatItMeans(EventContract contract) {
        assertThat(records(contract.schema())).allSatisfy(record -> {
            assertThat(record.getDoc()).as(record.getFullName()).isNotBlank();
            assertThat(record.getFields())
                    .allSatisfy(field -> assertThat(field.doc())
                            .as("%s.%s", record.getFullName(), field.name())
                            .isNotBlank());
        });
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void everyNullableFieldIsNullByDefault(EventContract contract) {
        assertThat(records(contract.schema())
                        .flatMap(record -> record.getFields().stream())
                        .filter(field -> field.schema().isNullable()))
                .allMatch(Schema.Field::hasDefaultValue);
    }

    @Test
    void thereIsATopicForEachKindOfEvent() {
        assertThat(EventContract.events())
                .extracting(EventContract::topic)
                .containsExactly(
                        "clickstream", "orders", "customers", "interactions", "support", "feedback", "catalog");
        assertThat(EventContract.events())
                .allMatch(contract -> !contract.eventNames().isEmpty());
        assertThat(Contracts.DEAD_LETTER.topic()).isEqualTo("dead-letters");
        assertThat(Contracts.SEGMENT_CHANGE.subject()).isEqualTo("segment-changes-value");
        assertThat(Contracts.THRESHOLDS.topic()).isEqualTo("rfm-thresholds");
        assertThat(Contracts.ERASURE.topic()).isEqualTo("erasures");
    }

    @Test
    void anEventHasTheEnvelopeFirst() {
        Schema orders = EventContract.of("orders").schema();
        assertThat(orders.getFullName()).isEqualTo("io.clientele.events.OrderEvent");
        assertThat(orders.getField("event_id").pos()).isZero();
        assertThat(orders.getField("device_type").pos()).isEqualTo(24);
        assertThat(orders.getField("order_id").pos()).isEqualTo(25);
        assertThat(orders.getField("lines").schema().getElementType().getFullName())
                .isEqualTo("io.clientele.events.LineItem");
        assertThat(EventContract.of("orders").eventNames())
                .contains("order_refunded")
                .hasSize(5);
    }

    @Test
    void anUnknownTopicIsNamed() {
        assertThatThrownBy(() -> EventContract.of("order"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'order'")
                .hasMessageContaining("orders");
    }

    @Test
    void aProjectionHasTheNamedFieldsAlone() {
        Schema projection = EventContract.of("orders").schema("lines.quantity", "customer_id", "lines.price");
        assertThat(projection.getFields()).extracting(Schema.Field::name).containsExactly("customer_id", "lines");
        assertThat(projection.getField("lines").schema().getElementType().getFields())
                .extracting(Schema.Field::name)
                .containsExactly("price", "quantity");
        assertThat(projection.getFullName())
                .isEqualTo(EventContract.of("orders").schema().getFullName());
    }

    @Test
    void aProjectionKeepsTheWholeOfAListNamedWithoutItsFields() {
        Schema projection = EventContract.of("orders").schema("lines");
        assertThat(projection.getField("lines").schema().getElementType().getFields())
                .hasSize(12);
    }

    @Test
    void aProjectionOnAnUnknownFieldIsRefused() {
        EventContract orders = EventContract.of("orders");
        assertThatThrownBy(() -> orders.schema("revenue")).hasMessageContaining("'revenue'");
        assertThatThrownBy(() -> orders.schema("lines.revenue")).hasMessageContaining("'revenue'");
        assertThatThrownBy(() -> orders.schema("currency.code")).hasMessageContaining("code");
        assertThatThrownBy(() -> orders.schema(new String[0])).hasMessageContaining("at least one field");
    }

    private static Stream<Schema> records(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> schema.getTypes().stream().flatMap(EventContractTest::records);
            case ARRAY -> records(schema.getElementType());
            case RECORD ->
                Stream.concat(Stream.of(schema), schema.getFields().stream().flatMap(field -> records(field.schema())));
            default -> Stream.empty();
        };
    }
}
