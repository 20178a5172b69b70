package io.clientele.jobs.profile;

import io.clientele.connectors.iceberg.BundleLatest;
import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.identity.IdentityLogEntry;
import io.clientele.schemas.tables.LakeTables;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/** Writes whose identifiers are, and their history, as rows of core.identifiers_changes and core.identity_changes. */
final class IdentityRows implements Serializable {

    private final RowFactory owners = RowFactory.of(LakeTables.IDENTIFIERS.changes());
    private final RowFactory log = RowFactory.of(LakeTables.IDENTITY_CHANGES);

    /** Every version, of each what is said of the earliest time: the changes are the history of who was taken for whom. */
    BundleLatest.Reading<NodeOwner> owners() {
        return new BundleLatest.Reading<>(
                owner -> List.of(owner.node(), owner.version()), owner -> -owner.at(), this::owner);
    }

    GenericRowData owner(NodeOwner owner) {
        Identifier identifier = Identifier.parse(owner.node());
        return owners.row()
                .set("identifier_type", identifier.type().text())
                .set("identifier_value", identifier.value())
                .set("person_id", owner.personId())
                .set("version", owner.version())
                .set("changed_at", instant(owner.at()))
                .set("is_deleted", false)
                .set("checkpoint_id", 0L)
                .build();
    }

    RowData entry(IdentityLogEntry entry) {
        Identifier first = Identifier.parse(entry.first());
        Identifier second = entry.second() == null ? null : Identifier.parse(entry.second());
        return log.row()
                .set("change", entry.kind().text())
                .set("reason", entry.reason() == null ? null : entry.reason().text())
                .set("identifier_type", first.type().text())
                .set("identifier_value", first.value())
                .set(
                        "other_identifier_type",
                        second == null ? null : second.type().text())
                .set("other_identifier_value", second == null ? null : second.value())
                .set("person_id", entry.firstPersonId())
                .set("other_person_id", entry.secondPersonId())
                .set("event_time", instant(entry.at()))
                .set("event_id", entry.eventId())
                .build();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
