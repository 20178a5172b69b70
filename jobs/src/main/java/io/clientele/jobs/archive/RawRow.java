package io.clientele.jobs.archive;

import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.connectors.kafka.EventDecoder;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.RejectionReason;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.erasure.Erasures;
import io.clientele.jobs.events.EventIdentity;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.schemas.tables.LakeTables;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.table.data.RowData;

/** Turns events of one topic into rows of its table {@code raw.<topic>}: decodes them, judges them, fills the columns by name. */
final class RawRow {
    private static final String NAMED = "identifiers";

    private final EventContract contract;
    private final EventDecoder decoder;
    private final EventRules rules;
    private final RowFactory rows;

    RawRow(String topic, WriterSchemas schemas, EventRules rules) {
        this.contract = EventContract.of(topic);
        this.decoder = new EventDecoder(schemas, contract.readerSchema());
        this.rules = rules;
        this.rows = RowFactory.of(LakeTables.raw(topic));
    }

    /**
     * The row of a valid event.
     *
     * @param erased the identifiers whose events are refused
     * @throws UndecodableEvent if it cannot be read, with {@link RejectionReason#INVALID} if it breaks a rule of its contract, and
     *     with {@link RejectionReason#ERASED} if it carries an erased identifier
     */
    RowData of(ReceivedEvent event, ReadOnlyBroadcastState<String, Long> erased) throws Exception {
        if (Erasures.isErased(event.identifiers(), erased)) {
            throw new UndecodableEvent(RejectionReason.ERASED, "");
        }
        GenericRecord decoded = decoder.decode(event);
        if (namesErased(decoded, erased)) {
            throw new UndecodableEvent(RejectionReason.ERASED, "");
        }
        String violation = rules.violation(contract, decoded);
        if (violation != null) {
            throw new UndecodableEvent(RejectionReason.INVALID, violation);
        }
        List<Identifier> identifiers = EventIdentity.of(event.identifiers(), decoded);
        return rows.fromAvro(decoded)
                .set("owner", identifiers.isEmpty() ? null : identifiers.get(0).text())
                .set("event_time", event.eventTimeMicros())
                .set("kafka_partition", event.partition())
                .set("kafka_offset", event.offset())
                .build();
    }

    /** An assertion names identifiers beside those of its envelope. */
    private static boolean namesErased(GenericRecord event, ReadOnlyBroadcastState<String, Long> erased)
            throws Exception {
        if (!event.hasField(NAMED)) {
            return false;
        }
        for (Object item : (List<?>) event.get(NAMED)) {
            GenericRecord named = (GenericRecord) item;
            if (Erasures.isErased(
                    (String) named.get("identifier_type"), (String) named.get("identifier_value"), erased)) {
                return true;
            }
        }
        return false;
    }
}
