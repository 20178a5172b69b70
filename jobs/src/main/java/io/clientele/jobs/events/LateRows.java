package io.clientele.jobs.events;

import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.schemas.tables.LakeTables;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.table.data.RowData;

/** Writes late events as rows of raw.late_events. */
public final class LateRows implements Serializable {

    private final String job;
    private final RowFactory rows = RowFactory.of(LakeTables.LATE_EVENTS);

    /** @param job name of the job that they were too late for */
    public LateRows(String job) {
        this.job = job;
    }

    /** The row of an event. */
    public RowData row(LateEvent late) {
        return rows.row()
                .set("topic", late.topic())
                .set("partition", late.partition())
                .set("offset", late.offset())
                .set("event_id", late.eventId())
                .set("event_name", late.eventName())
                .set("event_time", Instant.EPOCH.plus(late.eventTime(), ChronoUnit.MICROS))
                .set("watermark", Instant.ofEpochMilli(late.watermark()))
                .set("job", job)
                .set("reason", late.reason())
                .build();
    }
}
