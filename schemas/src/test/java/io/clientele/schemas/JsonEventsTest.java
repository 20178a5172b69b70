package io.clientele.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEventsTest {
    private static final JsonEvents EVENTS = new JsonEvents(ZoneOffset.UTC);
    private static final String ENVELOPE = """
            "event_id": "e1", "event_name": "order_placed", "occurred_at": "2011-12-09T08:26:00Z",
            "source": "shop", "channel": "web\"""";

    @Test
    void anOrder() throws InvalidEvent {
        JsonEvent event = EVENTS.read("""
                {"topic": "orders", %s, "order_id": "536365", "currency": "GBP", "gross_amount": 15.30,
                 "discount_amount": "0.3", "customer_id": null,
                 "lines": [{"sku": "85123A", "price": 2.55, "quantity": 6}]}""".formatted(ENVELOPE));
        GenericRecord order = event.record();
        assertThat(event.contract().topic()).isEqualTo("orders");
        assertThat(order.get("event_id")).isEqualTo("e1");
        assertThat(order.get("occurred_at")).isEqualTo(micros("2011-12-09T08:26:00Z"));
        assertThat(order.get("gross_amount")).isEqualTo(new BigDecimal("15.3000"));
        assertThat(order.get("discount_amount")).isEqualTo(new BigDecimal("0.3000"));
        assertThat(order.get("customer_id")).isNull();
        assertThat(order.get("sent_at")).isNull();
        GenericRecord line = (GenericRecord) ((List<?>) order.get("lines")).get(0);
        assertThat(line.get("price")).isEqualTo(new BigDecimal("2.5500"));
        assertThat(line.get("quantity")).isEqualTo(6);
    }

    @Test
    void aListThatIsNotThereIsEmpty() throws InvalidEvent {
        assertThat((List<?>) read("\"order_id\": \"1\"").get("lines")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2011-12-09T08:26:00Z, UTC, 2011-12-09T08:26:00Z",
        "2011-12-09T08:26:00.123456Z, UTC, 2011-12-09T08:26:00.123456Z",
        "2011-12-09T08:26:00.1234567Z, UTC, 2011-12-09T08:26:00.123456Z",
        "2011-12-09T08:26:00+02:00, UTC, 2011-12-09T06:26:00Z",
        "2011-12-09T08:26:00, UTC, 2011-12-09T08:26:00Z",
        "2011-12-09T08:26, UTC, 2011-12-09T08:26:00Z",
        "2011-07-09T08:26:00, Europe/London, 2011-07-09T07:26:00Z",
        "2011-12-09T08:26:00, Europe/London, 2011-12-09T08:26:00Z",
        "1969-12-31T23:59:59.999999Z, UTC, 1969-12-31T23:59:59.999999Z"
    })
    void times(String text, String zone, String instant) throws InvalidEvent {
        JsonEvent event = new JsonEvents(ZoneId.of(zone))
                .read("{\"topic\": \"orders\", " + ENVELOPE.replace("2011-12-09T08:26:00Z", text) + "}");
        assertThat(event.record().get("occurred_at")).isEqualTo(micros(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1000",
        "'\"0.1\"', 0.1000",
        "12345678901234.5678, 12345678901234.5678",
        "1e3, 1000.0000",
        "1.50000000, 1.5000",
        "-0.0001, -0.0001",
        "0e999999999, 0.0000"
    })
    void decimalsAreExact(String json, BigDecimal value) throws InvalidEvent {
        assertThat(read("\"gross_amount\": " + json).get("gross_amount")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "revenue": 1.0                              | revenue is not a field of OrderEvent: 1.0
                    "gross_amount": true                        | gross_amount is not a decimal: true
                    "gross_amount": "1,50"                      | gross_amount is not a decimal: "1,50"
                    "gross_amount": 0.00001                     | gross_amount has more than 4 decimals: 0.00001
                    "gross_amount": 1e14                        | gross_amount has more than 14 digits before the point
                    "gross_amount": 1e999999999                 | gross_amount has more than 14 digits before the point
                    "gross_amount": 1e-999999999                | gross_amount has more than 4 decimals
                    "order_id": 536365                          | order_id is not a JSON string: 536365
                    "sent_at": "yesterday"                      | sent_at is not an ISO 8601 time: "yesterday"
                    "sent_at": 1323419160                       | sent_at is not an ISO 8601 time: 1323419160
                    "sent_at": "2011-12-09"                     | sent_at is not an ISO 8601 time: "2011-12-09"
                    "sent_at": "2011-02-30T00:00:00Z"           | sent_at is not an ISO 8601 time
                    "lines": {}                                 | lines is not a JSON array: {}
                    "lines": null                               | lines must not be null
                    "lines": [null]                             | lines[0] must not be null
                    "lines": [7]                                | lines[0] is not a JSON object: 7
                    "lines": [{"price": 1}]                     | lines[0].quantity is missing
                    "lines": [{"quantity": 1.5}]                | lines[0].quantity is not a whole number: 1.5
                    "lines": [{"quantity": 3000000000}]         | lines[0].quantity is not a whole number: 3000000000
                    "lines": [{"quantity": 1, "colour": "red"}] | lines[0].colour is not a field of LineItem: "red"
                    "event_id": "again"                         | event is not valid JSON
                    """)
    void whatIsNotInTheContractIsRefused(String field, String message) {
        assertThat(refusal("{\"topic\": \"orders\", " + ENVELOPE + ", " + field + "}"))
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"topic": "orders"}                   | event_id   | is missing
                    {"topic": "orders", "event_id": null} | event_id   | must not be null
                    {"event_id": "e1"}                    | topic      | is missing
                    {"topic": "order"}                    | topic      | is not an event topic
                    {"topic": 7}                          | topic      | is not an event topic
                    []                                    | event      | is not a JSON object
                    {                                     | event      | is not valid JSON
                    {"topic": "orders"} {}                | event      | is not valid JSON
                    ''                                    | event      | is not a JSON object
                    """)
    void aRefusalNamesTheFieldAndTheProblem(String json, String field, String problem) {
        InvalidEvent refusal = refusal(json);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.problem()).isEqualTo(problem);
    }

    @Test
    void aLongValueIsShortened() {
        assertThat(refusal("{\"topic\": \"" + "x".repeat(100_000) + "\"}").getMessage())
                .hasSizeLessThan(200);
    }

    private static InvalidEvent refusal(String json) {
        InvalidEvent refusal = catchThrowableOfType(InvalidEvent.class, () -> EVENTS.read(json));
        assertThat(refusal).as("refusal of %s", json).isNotNull();
        return refusal;
    }

    private static GenericRecord read(String field) throws InvalidEvent {
        return EVENTS.read("{\"topic\": \"orders\", " + ENVELOPE + ", " + field + "}")
                .record();
    }

    private static long micros(String instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    }
}
