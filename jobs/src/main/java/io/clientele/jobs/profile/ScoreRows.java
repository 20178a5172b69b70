package io.clientele.jobs.profile;

import io.clientele.connectors.iceberg.BundleLatest;
import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.jobs.domain.Money;
import io.clientele.schemas.tables.LakeTables;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;

/** Writes scores as rows of core.customer_scores_changes. */
final class ScoreRows implements Serializable {

    private final RowFactory rows = RowFactory.of(LakeTables.CUSTOMER_SCORES.changes());

    /** The newest row of a person and day per checkpoint, one that the person made and one that the day made. */
    BundleLatest.Reading<CustomerScore> reading() {
        return new BundleLatest.Reading<>(
                score -> List.of(score.personId(), score.asOfDay(), score.isIntraday()),
                CustomerScore::version,
                this::row);
    }

    GenericRowData row(CustomerScore score) {
        return rows.row()
                .set("person_id", score.personId())
                .set("customer_id", score.customerId())
                .set("as_of_date", LocalDate.ofEpochDay(score.asOfDay()))
                .set("last_order_date", LocalDate.ofEpochDay(score.values().lastOrderDay()))
                .set("frequency", score.values().frequency())
                .set("monetary", Money.decimal(score.values().monetary()))
                .set("r_score", score.scores().recency())
                .set("f_score", score.scores().frequency())
                .set("m_score", score.scores().monetary())
                .set("segment", score.segment().label())
                .set("value_tier", score.scores().monetary())
                .set("threshold_version", score.thresholdVersion())
                .set("is_intraday", score.isIntraday())
                .set("version", score.version())
                .set("changed_at", Instant.EPOCH.plus(score.changedAt(), ChronoUnit.MICROS))
                .set("is_deleted", score.isDeleted())
                .set("checkpoint_id", 0L)
                .build();
    }
}
