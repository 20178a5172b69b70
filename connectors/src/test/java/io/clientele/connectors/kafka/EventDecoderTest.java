package io.clientele.connectors.kafka;

import static io.clientele.connectors.kafka.TestEvents.NOON;
import static io.clientele.connectors.kafka.TestEvents.ORDERS_ID;
import static io.clientele.connectors.kafka.TestEvents.encoded;
import static io.clientele.connectors.kafka.TestEvents.micros;
import static io.clientele.connectors.kafka.TestEvents.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clientele.schemas.EventContract;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class EventDecoderTest {
    private static final EventContract ORDERS = EventContract.of("orders");

    @Test
    void aProjectionHasItsFieldsAndNoOther() throws Exception {
        EventDecoder decoder =
                new EventDecoder(TestEvents.ordersOnly(), ORDERS.schema("event_name", "occurred_at", "gross_amount"));

        GenericRecord decoded = decoder.decode(received(encoded(order("e-1").build())));

        assertThat(decoded.getSchema().getFields())
                .extracting(Schema.Field::name)
                .containsExactlyInAnyOrder("event_name", "occurred_at", "gross_amount");
        assertThat(decoded.get("event_name")).isEqualTo("order_placed");
        assertThat(decoded.get("occurred_at")).isEqualTo(micros(NOON));
        assertThat(decoded.get("gross_amount")).isEqualTo(new BigDecimal("12.5000"));
    }

    @Test
    void itIsUsedAgainAndAgainAndTravels() throws Exception {
        EventDecoder decoder =
                InstantiationUtil.clone(new EventDecoder(TestEvents.ordersOnly(), ORDERS.readerSchema()));
        for (String id : List.of("e-1", "e-2", "e-3")) {
            assertThat(decoder.decode(received(encoded(order(id).build()))).get("event_id"))
                    .isEqualTo(id);
        }
    }

    @Test
    void anOlderWriterLacksFieldsAndTheyHaveTheirDefaults() throws Exception {
        Schema older = without("coupon", "lines", "country");
        GenericRecord written = new GenericData.Record(older);
        GenericRecord full = order("e-1").build();
        older.getFields().forEach(field -> written.put(field.name(), full.get(field.name())));

        GenericRecord decoded = new EventDecoder(id -> older, ORDERS.readerSchema())
                .decode(received(WireFormat.encode(ORDERS_ID, written)));

        assertThat(decoded.get("order_id")).isEqualTo("O-1");
        assertThat(decoded.get("coupon")).isNull();
        assertThat((List<?>) decoded.get("lines")).isEmpty();
    }

    @Test
    void anUnknownWriterIsADeadLetterOfItsOwn() {
        EventDecoder decoder = new EventDecoder(TestEvents.ordersOnly(), ORDERS.readerSchema());

        UndecodableEvent refused =
                refusal(decoder, withSchema(99, encoded(order("e-1").build())));

        assertThat(refused.reason()).isEqualTo(RejectionReason.UNKNOWN_SCHEMA);
    }

    @Test
    void anEventOfAnotherContractDoesNotFit() {
        Schema clickstream = EventContract.of("clickstream").readerSchema();

        UndecodableEvent refused = refusal(
                new EventDecoder(TestEvents.ordersOnly(), clickstream),
                received(encoded(order("e-1").build())));

        assertThat(refused.reason()).isEqualTo(RejectionReason.UNDECODABLE);
        assertThat(refused.detail()).contains(clickstream.getFullName());
    }

    @Test
    void aScaleThatIsNotTheContractsIsRefusedBeforeItIsMisread() {
        Schema pennies = LogicalTypes.decimal(18, 2).addToSchema(Schema.create(Schema.Type.BYTES));
        Schema writer = SchemaBuilder.record("OrderEvent")
                .namespace("io.clientele.events")
                .fields()
                .name("gross_amount")
                .type(Schema.createUnion(Schema.create(Schema.Type.NULL), pennies))
                .noDefault()
                .endRecord();
        GenericRecord written = new GenericData.Record(writer);
        written.put("gross_amount", new BigDecimal("12.50"));

        UndecodableEvent refused = refusal(
                new EventDecoder(id -> writer, ORDERS.schema("gross_amount")),
                received(WireFormat.encode(ORDERS_ID, written)));

        assertThat(refused.detail()).contains("gross_amount", "decimal(18,2)", "decimal(18,4)");
    }

    @Test
    void aDecimalOfNoBytesIsUndecodable() {
        Schema bytes = SchemaBuilder.record("OrderEvent")
                .namespace("io.clientele.events")
                .fields()
                .name("gross_amount")
                .type(ORDERS.schema().getField("gross_amount").schema())
                .noDefault()
                .endRecord();
        GenericRecord written = new GenericData.Record(bytes);
        written.put("gross_amount", java.nio.ByteBuffer.allocate(0));

        assertThatExceptionOfType(UndecodableEvent.class)
                .isThrownBy(() -> new EventDecoder(id -> bytes, ORDERS.schema("gross_amount"))
                        .decode(received(WireFormat.encode(ORDERS_ID, written))));
    }

    private static UndecodableEvent refusal(EventDecoder decoder, ReceivedEvent event) {
        return catchThrowableOfType(UndecodableEvent.class, () -> decoder.decode(event));
    }

    private static Schema without(String... names) {
        Schema contract = ORDERS.schema();
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : contract.getFields()) {
            if (!List.of(names).contains(field.name())) {
                fields.add(new Schema.Field(field, field.schema()));
            }
        }
        return Schema.createRecord(contract.getName(), null, contract.getNamespace(), false, fields);
    }

    private static ReceivedEvent received(byte[] value) {
        return withSchema(ORDERS_ID, value);
    }

    private static ReceivedEvent withSchema(int id, byte[] value) {
        return new ReceivedEvent("orders", 0, 0, 0, id, value, micros(NOON), "e-1", EventIdentifiers.NONE);
    }
}
