package io.clientele.jobs.archive;

import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.connectors.kafka.EventDecoder;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.connectors.kafka.RejectionReason;
import io.clientele.connectors.kafka.UndecodableEvent;
import io.clientele.connectors.kafka.WriterSchemas;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.events.EventIdentity;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.EventRules;
import io.clientele.schemas.tables.LakeTables;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.RowData;

/** Turns events of one topic into rows of its table {@code raw.<topic>}: decodes them, judges them, fills the columns by name. */
final class RawRow {
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
     * @throws UndecodableEvent if it cannot be read, or with {@link RejectionReason#INVALID} if it breaks a rule of its contract
     */
    RowData of(ReceivedEvent event) throws UndecodableEvent {
        GenericRecord decoded = decoder.decode(event);
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
}
