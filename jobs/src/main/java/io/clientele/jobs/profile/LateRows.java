package io.clientele.jobs.profile;

import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.schemas.tables.LakeTables;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.table.data.RowData;

/** Writes late events as rows of raw.late_events. */
final class LateRows implements Serializable {

    private final RowFactory rows = RowFactory.of(LakeTables.LATE_EVENTS);

    RowData row(LateEvent late) {
        return rows.row()
                .set("topic", late.topic())
                .set("partition", late.partition())
                .set("offset", late.offset())
                .set("event_id", late.eventId())
                .set("event_name", late.eventName())
                .set("event_time", Instant.EPOCH.plus(late.eventTime(), ChronoUnit.MICROS))
                .set("watermark", Instant.ofEpochMilli(late.watermark()))
                .set("job", ProfileJob.NAME)
                .set("reason", late.reason())
                .build();
    }
}
