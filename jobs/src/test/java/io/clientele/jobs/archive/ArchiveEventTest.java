package io.clientele.jobs.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.connectors.kafka.DeadLetter;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.RejectionReason;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.schemas.tables.LakeTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ArchiveEventTest {
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final String ORDER = ReceivedEvents.VALID.get(1);
    private static final int OWNER_COLUMN =
            LakeTables.raw("orders").schema().columns().size() - 1;
    private static final int OFFSET_COLUMN = OWNER_COLUMN - 1;

    private final ReceivedEvents events = new ReceivedEvents();
    private KeyedBroadcastOperatorTestHarness<String, ReceivedEvent, Erasure, DeadLetter> operator = operator();

    @BeforeEach
    void open() throws Exception {
        operator.open();
    }

    @AfterEach
    void close() throws Exception {
        operator.close();
    }

    @ParameterizedTest
    @FieldSource("io.clientele.jobs.archive.ReceivedEvents#VALID")
    void aValidEventIsARowOfItsTopic(String fields) throws Exception {
        ReceivedEvent event = events.event("e-1", fields);

        receive(event);

        assertThat(rows(event.topic())).hasSize(1);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void aRowSaysWhoseTheEventIs() throws Exception {
        String nobody = ORDER.replace("c-1", "0000");

        receive(events.event("e-1", ORDER), events.event("e-2", nobody));

        assertThat(rows("orders"))
                .extracting(row -> String.valueOf(row.getString(OWNER_COLUMN)))
                .containsExactly("customer_id:c-1", "null");
    }

    @Test
    void aRepetitionIsDroppedAndItsFirstArrivalKept() throws Exception {
        ReceivedEvent first = events.event("e-1", ORDER);

        receive(first, events.event("e-1", ORDER), events.event("e-2", ORDER));

        assertThat(offsets("orders")).containsExactly(first.offset(), first.offset() + 2);
        var keyed = (AbstractStreamOperator<?>) operator.getOperator();
        assertThat(((HeapKeyedStateBackend<?>) keyed.getKeyedStateBackend()).numKeyValueStateEntries())
                .isEqualTo(2);
    }

    @Test
    void aRepetitionAfterARestartIsDropped() throws Exception {
        receive(events.event("e-1", ORDER));

        restart();
        receive(events.event("e-1", ORDER));

        assertThat(rows("orders")).isEmpty();
    }

    @Test
    void aRepetitionIsRecognisedUntilTheRetentionHasPassed() throws Exception {
        receive(events.event("e-1", ORDER));
        operator.setStateTtlProcessingTime(RETENTION.toMillis() - 1);
        receive(events.event("e-1", ORDER));
        assertThat(rows("orders")).hasSize(1);

        operator.setStateTtlProcessingTime(RETENTION.toMillis());
        receive(events.event("e-1", ORDER));
        assertThat(rows("orders")).hasSize(2);
    }

    @Test
    void aLateEventIsArchivedLikeAnyOther() throws Exception {
        operator.watermark(Long.MAX_VALUE - 1);

        receive(events.event("e-1", ORDER));

        assertThat(rows("orders")).hasSize(1);
    }

    @Test
    void aBrokenContractIsADeadLetterWithTheRuleAndTheBytes() throws Exception {
        ReceivedEvent rateless = events.event("e-1", ORDER.replace("GBP", "EUR"));

        receive(rateless);

        assertThat(rows("orders")).isEmpty();
        assertThat(deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(RejectionReason.INVALID);
            assertThat(letter.detail()).contains("EUR", "exchange_rate");
            assertThat(letter.topic()).isEqualTo("orders");
            assertThat(letter.offset()).isEqualTo(rateless.offset());
            assertThat(letter.recordValue()).isEqualTo(rateless.value());
            assertThat(letter.job()).isEqualTo("clientele-archive");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "product_viewed           | order_placed              | event_name 'order_placed'",
                "\"anonymous_id\": \"a-1\" | \"device_type\": \"abacus\" | device_type 'abacus'",
                "\"anonymous_id\": \"a-1\" | \"country\": \"gb\"         | country 'gb'"
            })
    void aValueThatIsNotAllowedIsInvalid(String allowed, String given, String rule) throws Exception {
        receive(events.event("e-1", ReceivedEvents.VALID.get(0).replace(allowed, given)));

        assertThat(deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(RejectionReason.INVALID);
            assertThat(letter.detail()).contains(rule);
        });
    }

    @Test
    void anEventOnAnotherTopicIsUndecodableThere() throws Exception {
        receive(events.strayed("e-1", ORDER, "clickstream"));

        assertThat(rows("clickstream")).isEmpty();
        assertThat(deadLetters()).extracting(DeadLetter::reason).containsExactly(RejectionReason.UNDECODABLE);
    }

    @Test
    void aCorrectedEventUnderTheIdOfARefusedOneIsTakenIn() throws Exception {
        receive(events.event("e-1", ORDER.replace("GBP", "EUR")), events.event("e-1", ORDER));

        assertThat(deadLetters()).hasSize(1);
        assertThat(rows("orders")).hasSize(1);
    }

    @Test
    void anEventOfAnErasedPersonIsADeadLetterThatSaysNothingOfItUntilThatIsLifted() throws Exception {
        Erasure erasure = Erasure.of("r", 1, List.of("customer_id:c-1"));
        operator.processBroadcastElement(erasure, 0);
        restart();
        ReceivedEvent order = events.event("e-1", ORDER);
        receive(order, events.event("e-2", ORDER.replace("c-1", "c-2")));

        assertThat(rows("orders")).hasSize(1);
        assertThat(deadLetters())
                .containsExactly(new DeadLetter(
                        "orders",
                        order.partition(),
                        order.offset(),
                        order.kafkaTimestamp(),
                        RejectionReason.ERASED,
                        "It carries an identifier of a person who was erased; nothing of it is kept",
                        "clientele-archive",
                        order.schemaId(),
                        null,
                        null,
                        order.value().length));

        operator.processBroadcastElement(new Erasure("r", "lift", 2, erasure.identifiers()), 0);
        receive(order);
        assertThat(rows("orders")).hasSize(2);
    }

    @Test
    void anAssertionThatNamesAnErasedPersonIsRefusedToo() throws Exception {
        operator.processBroadcastElement(Erasure.of("r", 1, List.of("loyalty_id:l-9")), 0);

        receive(events.event("e-1", """
                "topic": "customers", "event_name": "identity_asserted", "customer_id": "c-1", "assertion": "link",
                "identifiers": [{"identifier_type": "customer_id", "identifier_value": "c-1"},
                    {"identifier_type": "loyalty_id", "identifier_value": "l-9"}]"""));

        assertThat(deadLetters()).extracting(DeadLetter::reason).containsExactly(RejectionReason.ERASED);
    }

    private void receive(ReceivedEvent... received) throws Exception {
        for (ReceivedEvent event : received) {
            operator.processElement(event, event.eventTimeMillis());
        }
    }

    private void restart() throws Exception {
        OperatorSubtaskState state = operator.snapshot(1, 0);
        operator.close();
        operator = operator();
        operator.initializeState(state);
        operator.open();
    }

    private List<DeadLetter> deadLetters() {
        return operator.extractOutputValues();
    }

    private List<RowData> rows(String topic) {
        Queue<StreamRecord<RowData>> rows = operator.getSideOutput(ArchiveEvent.rowsOf(topic));
        return rows == null
                ? List.of()
                : new ArrayList<>(rows).stream().map(StreamRecord::getValue).toList();
    }

    private List<Long> offsets(String topic) {
        return rows(topic).stream().map(row -> row.getLong(OFFSET_COLUMN)).toList();
    }

    private static KeyedBroadcastOperatorTestHarness<String, ReceivedEvent, Erasure, DeadLetter> operator() {
        try {
            return new KeyedBroadcastOperatorTestHarness<>(
                    new CoBroadcastWithKeyedOperator<>(
                            new ArchiveEvent(ReceivedEvents.schemas(), new ArchiveSettings("GBP", RETENTION)),
                            List.of(Erasures.ERASED)),
                    ReceivedEvent::eventId,
                    Types.STRING,
                    1,
                    1,
                    0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
