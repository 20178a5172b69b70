package io.clientele.connectors.kafka;

import static io.clientele.connectors.kafka.TestEvents.NOON;
import static io.clientele.connectors.kafka.TestEvents.ORDERS_ID;
import static io.clientele.connectors.kafka.TestEvents.encoded;
import static io.clientele.connectors.kafka.TestEvents.micros;
import static io.clientele.connectors.kafka.TestEvents.order;
import static io.clientele.connectors.kafka.TestEvents.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
    private static final int MAX_BYTES = 4096;
    private static final int TEXT_ID = 8;
    private static final int MILLIS_ID = 9;

    private final RecordReader reader = new RecordReader(RecordReaderTest::schema, MAX_BYTES, "", "archive");

    @Test
    void anEventIsItsHeadAndItsBytes() {
        byte[] value = encoded(order("e-1").set("anonymous_id", "a-1").build());

        ReceivedEvent event = requireNonNull(reader.read(record(value)).event());

        assertThat(event.topic()).isEqualTo("orders");
        assertThat(event.partition()).isEqualTo(2);
        assertThat(event.offset()).isEqualTo(41);
        assertThat(event.kafkaTimestamp()).isEqualTo(NOON.toEpochMilli());
        assertThat(event.schemaId()).isEqualTo(ORDERS_ID);
        assertThat(event.value()).isSameAs(value);
        assertThat(event.eventTimeMicros()).isEqualTo(micros(NOON));
        assertThat(event.eventId()).isEqualTo("e-1");
        assertThat(event.identifiers().customerId()).isEqualTo("C-1");
        assertThat(event.identifiers().anonymousId()).isEqualTo("a-1");
    }

    @ParameterizedTest(name = "occurred {0}, sent {1}, received {2}: {3}")
    @CsvSource({
        "12:00:00, 12:00:05, 12:30:05, 12:30:00",
        "12:00:00, 12:00:05, 11:00:05, 11:00:00",
        "12:00:00,         , 12:30:05, 12:00:00",
        "12:00:00, 12:00:05,         , 12:00:00",
        "12:00:00,         ,         , 12:00:00"
    })
    void theServersClockCorrectsTheClients(
            String occurred, @Nullable String sent, @Nullable String received, String expected) {
        byte[] value = encoded(order("e-1")
                .set("occurred_at", at(occurred))
                .set("sent_at", at(sent))
                .set("received_at", at(received))
                .build());

        assertThat(requireNonNull(reader.read(record(value)).event()).eventTimeMicros())
                .isEqualTo(at(expected));
    }

    @Test
    void aNullValueWithTheHeaderIsAHeartbeat() {
        PolledRecord polled = reader.read(record(
                null, new RecordHeaders(Heartbeat.record("orders", 2, NOON).headers())));

        assertThat(polled.heartbeatMillis()).isEqualTo(NOON.toEpochMilli());
        assertThat(polled.timestampMillis()).isEqualTo(NOON.toEpochMilli());
        assertThat(polled.event()).isNull();
        assertThat(polled.rejected()).isNull();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "null                       | NULL_VALUE      |   | null value",
                "null, header of no number  | NULL_VALUE      |   | null value",
                "empty                      | NOT_WIRE_FORMAT |   | 0 bytes",
                "four zeros                 | NOT_WIRE_FORMAT |   | 4 bytes",
                "JSON                       | NOT_WIRE_FORMAT |   | first byte is 123",
                "unknown id                 | UNKNOWN_SCHEMA  | 99 | no schema 99",
                "negative id                | UNKNOWN_SCHEMA  | -1 | no schema -1",
                "oversized                  | OVERSIZED       |   | 4097 bytes",
                "header only                | UNDECODABLE     | 7 | At byte 5 of 5",
                "truncated                  | UNDECODABLE     | 7 | left",
                "one byte missing           | UNDECODABLE     | 7 | At byte",
                "one byte more              | UNDECODABLE     | 7 | more bytes follow",
                "noise                      | UNDECODABLE     | 7 | At byte",
                "string of 2 GB             | UNDECODABLE     | 7 | a length of 2147483647",
                "string of negative length  | UNDECODABLE     | 7 | a length of -1",
                "number without end         | UNDECODABLE     | 7 | longer than 64 bits",
                "billion lines              | UNDECODABLE     | 7 | a block of 1000000000 items",
                "decimal of 19 digits       | UNDECODABLE     | 7 | more than 18 digits",
                "decimal of no bytes        | UNDECODABLE     | 7 | decimal of no bytes",
                "no event schema            | UNDECODABLE     | 8 | not a record",
                "milliseconds               | UNDECODABLE     | 9 | occurred_at",
                "times beyond all instants  | UNDECODABLE     | 7 | too far apart"
            })
    void whatCannotBeReadIsADeadLetterThatSaysWhereAndWhy(
            String poison, RejectionReason reason, @Nullable Integer schemaId, String detail) {
        byte @Nullable [] value = poison(poison);
        RecordHeaders headers = new RecordHeaders();
        if (poison.contains("header of")) {
            headers.add(Heartbeat.HEADER, "noon".getBytes(StandardCharsets.UTF_8));
        }

        DeadLetter dead = requireNonNull(reader.read(record(value, headers)).rejected());

        assertThat(dead.reason()).isEqualTo(reason);
        assertThat(dead.detail()).contains(detail);
        assertThat(dead.schemaId()).isEqualTo(schemaId);
        assertThat(dead.topic()).isEqualTo("orders");
        assertThat(dead.partition()).isEqualTo(2);
        assertThat(dead.offset()).isEqualTo(41);
        assertThat(dead.kafkaTimestamp()).isEqualTo(NOON.toEpochMilli());
        assertThat(dead.job()).isEqualTo("archive");
        assertThat(dead.recordKey()).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
        assertThat(dead.recordValue()).isEqualTo(value);
        assertThat(dead.valueSize()).isEqualTo(value == null ? 0 : value.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "99999999999999.9999", "-99999999999999.9999", "0.0001", "72057594037.9279"})
    void aDecimalOfAllItsDigitsIsRead(BigDecimal amount) {
        byte[] value =
                encoded(order("e-1").set("gross_amount", amount.setScale(4)).build());

        assertThat(reader.read(record(value)).event()).isNotNull();
    }

    @Test
    void everyProperPrefixOfAnEventIsRefused() {
        byte[] value = encoded(order("e-1").build());
        for (int length = 0; length < value.length; length++) {
            assertThat(reader.read(record(Arrays.copyOf(value, length))).event())
                    .as("the first %d of %d bytes", length, value.length)
                    .isNull();
        }
    }

    @Test
    void aRegistryThatIsAwayFailsTheJobAndJudgesNoRecord() {
        RecordReader away = new RecordReader(
                new SchemaRegistry(
                        URI.create("http://localhost:1"),
                        new RegistryHttp.Retries(1, Duration.ofMillis(1), Duration.ofSeconds(10))),
                MAX_BYTES,
                "",
                "archive");

        assertThatThrownBy(() -> away.read(record(encoded(order("e-1").build()))))
                .isInstanceOf(RegistryFailure.class)
                .hasMessageContaining("http://localhost:1");
    }

    @Test
    void aDeadLetterFitsItsContract() {
        DeadLetter dead =
                requireNonNull(reader.read(record(poison("unknown id"))).rejected());

        assertThat(Contracts.model().validate(Contracts.DEAD_LETTER.schema(), dead.toAvro()))
                .isTrue();
        assertThat(dead.toAvro().get("reason")).isEqualTo("unknown_schema");
        assertThat(dead.toAvro().get("kafka_timestamp")).isEqualTo(micros(NOON));
        assertThat(Contracts.DEAD_LETTER.schema().getField("reason").getObjectProp(EventContract.ALLOWED))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrder(Arrays.stream(RejectionReason.values())
                        .map(RejectionReason::code)
                        .toArray());
    }

    private static byte @Nullable [] poison(String name) {
        byte[] event = encoded(order("e-1").build());
        return switch (name.replaceFirst(", header.*", "")) {
            case "null" -> null;
            case "empty" -> new byte[0];
            case "four zeros" -> new byte[4];
            case "JSON" -> "{\"event_id\": 1}".getBytes(StandardCharsets.UTF_8);
            case "unknown id" -> withId(99, event);
            case "negative id" -> withId(-1, event);
            case "oversized" -> Arrays.copyOf(event, MAX_BYTES + 1);
            case "header only" -> Arrays.copyOf(event, WireFormat.PAYLOAD_OFFSET);
            case "truncated" -> Arrays.copyOf(event, event.length / 2);
            case "one byte missing" -> Arrays.copyOf(event, event.length - 1);
            case "one byte more" -> Arrays.copyOf(event, event.length + 1);
            case "noise" -> withId(ORDERS_ID, filled((byte) 0x7B));
            case "string of 2 GB" -> payload(varint(Integer.MAX_VALUE));
            case "string of negative length" -> payload(varint(-1));
            case "number without end" -> withId(ORDERS_ID, filled((byte) 0xFF));
            case "billion lines" -> manyLines(event);
            case "decimal of 19 digits" ->
                encoded(order("e-1")
                        .set("gross_amount", unscaled(BigInteger.TEN.pow(18)))
                        .build());
            case "decimal of no bytes" ->
                encoded(order("e-1").set("gross_amount", ByteBuffer.allocate(0)).build());
            case "no event schema" -> withId(TEXT_ID, event);
            case "milliseconds" -> withId(MILLIS_ID, event);
            case "times beyond all instants" ->
                encoded(order("e-1")
                        .set("sent_at", Long.MIN_VALUE)
                        .set("received_at", Long.MAX_VALUE)
                        .build());
            default -> throw new IllegalArgumentException("no poison named " + name);
        };
    }

    private static ByteBuffer unscaled(BigInteger number) {
        return ByteBuffer.wrap(number.toByteArray());
    }

    private static Schema schema(int id) throws UnknownSchema {
        return switch (id) {
            case TEXT_ID -> Schema.create(Schema.Type.STRING);
            case MILLIS_ID ->
                SchemaBuilder.record("Millis")
                        .fields()
                        .requiredString("event_id")
                        .requiredLong("occurred_at")
                        .endRecord();
            default -> TestEvents.ordersOnly().byId(id);
        };
    }

    /** The event's last field is the empty list of lines, a zero byte: says a billion lines instead. */
    private static byte[] manyLines(byte[] event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(event, 0, event.length - 1);
        bytes.writeBytes(varint(1_000_000_000));
        bytes.writeBytes(new byte[8]);
        return bytes.toByteArray();
    }

    private static byte[] withId(int id, byte[] value) {
        byte[] copy = value.clone();
        ByteBuffer.wrap(copy).put((byte) 0).putInt(id);
        return copy;
    }

    private static byte[] filled(byte with) {
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, with);
        return bytes;
    }

    private static byte[] payload(byte[] first) {
        byte[] value = withId(ORDERS_ID, new byte[WireFormat.PAYLOAD_OFFSET + first.length]);
        System.arraycopy(first, 0, value, WireFormat.PAYLOAD_OFFSET, first.length);
        return value;
    }

    private static byte[] varint(long number) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = (number << 1) ^ (number >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    private static @Nullable Long at(@Nullable String time) {
        return time == null ? null : micros(Instant.parse("2026-03-01T" + time + "Z"));
    }
}
