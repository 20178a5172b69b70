package io.clientele.stack.imports;

import io.clientele.schemas.InvalidEvent;
import io.clientele.schemas.JsonEvent;
import io.clientele.schemas.JsonEvents;
import java.time.ZoneId;

/**
 * One JSON object per line: {@code topic} and the fields of that topic's contract. An event that does not fit its
 * contract is refused, naming the field.
 */
final class EventsNdjsonFormat implements FileFormat {
    static final String NAME = "events-ndjson";

    private final JsonEvents json;

    /** @param zone of times without one */
    EventsNdjsonFormat(ZoneId zone) {
        this.json = new JsonEvents(zone);
    }

    @Override
    public void read(TextLines lines, EventSink events, ImportReport report) {
        for (Row row = lines.next(); row != null; row = lines.next()) {
            if (row.text().isBlank()) {
                continue;
            }
            report.rowRead();
            try {
                JsonEvent event = json.read(row.text());
                events.accept(event.contract().topic(), event.record());
            } catch (InvalidEvent e) {
                report.refuse(row, new RowRefused("invalid", String.valueOf(e.getMessage())));
            } catch (RowRefused e) {
                report.refuse(row, e);
            }
        }
    }
}
