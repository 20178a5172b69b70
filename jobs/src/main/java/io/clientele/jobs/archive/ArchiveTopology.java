package io.clientele.jobs.archive;

import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.connectors.kafka.DeadLetter;
import io.clientele.connectors.kafka.EventStreams;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.erasure.Erasure;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.tables.LakeTables;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.data.RowData;

/**
 * The graph of the archive.
 *
 * <pre>
 *   erasures ── to all ──────────┐
 *                                ▼
 *   events ── by event_id ──▶ archive-event ──▶ rows of raw.clickstream, raw.orders, … (one stream per topic)
 *                                  │
 *                                  │ broken contracts, erased persons
 *                                  ▼
 *   rejected ────────────────▶ (union) ──▶ dead letters ── archive-dead-letter-rows ──▶ rows of raw.dead_letters
 * </pre>
 */
final class ArchiveTopology {

    /**
     * What leaves the graph.
     *
     * @param rows by topic, rows of {@code raw.<topic>}: each event_id once
     * @param deadLetters every record that is no valid event, once
     * @param deadLetterRows the same as rows of {@code raw.dead_letters}
     */
    record Outputs(
            Map<String, DataStream<RowData>> rows,
            DataStream<DeadLetter> deadLetters,
            DataStream<RowData> deadLetterRows) {}

    private ArchiveTopology() {}

    static Outputs of(
            EventStreams streams, DataStream<Erasure> erasures, WriterSchemas schemas, ArchiveSettings settings) {
        SingleOutputStreamOperator<DeadLetter> invalid = streams.events()
                .keyBy(ReceivedEvent::eventId, Types.STRING)
                .connect(erasures.broadcast(Erasures.ERASED))
                .process(new ArchiveEvent(schemas, settings))
                .returns(TypeInformation.of(DeadLetter.class))
                .uid("archive-event")
                .name("Archive each event once");

        Map<String, DataStream<RowData>> rows = new LinkedHashMap<>();
        for (EventContract contract : EventContract.events()) {
            rows.put(contract.topic(), invalid.getSideOutput(ArchiveEvent.rowsOf(contract.topic())));
        }

        DataStream<DeadLetter> deadLetters = streams.rejected().union(invalid);
        DataStream<RowData> deadLetterRows = deadLetters
                .map(new MakeDeadLetterRow())
                .returns(RowFactory.typeInformation(LakeTables.DEAD_LETTERS))
                .uid("archive-dead-letter-rows")
                .name("Make rows of dead letters");
        return new Outputs(rows, deadLetters, deadLetterRows);
    }
}
