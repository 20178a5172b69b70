package io.clientele.jobs.journey;

import io.clientele.connectors.iceberg.BundleLatest;
import io.clientele.connectors.iceberg.RowFactory;
import io.clientele.jobs.domain.Money;
import io.clientele.jobs.domain.sessions.Arrival;
import io.clientele.jobs.domain.sessions.LandingChannel;
import io.clientele.jobs.domain.sessions.Session;
import io.clientele.jobs.domain.sessions.Visitor;
import io.clientele.schemas.tables.LakeTables;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.jspecify.annotations.Nullable;

/** Writes sessions as rows of core.sessions_changes. */
final class SessionRows implements Serializable {

    private final JourneySettings settings;
    private final RowFactory rows = RowFactory.of(LakeTables.SESSIONS.changes());

    SessionRows(JourneySettings settings) {
        this.settings = settings;
    }

    /** The newest row of a session per checkpoint. */
    BundleLatest.Reading<VisitorSession> reading() {
        return new BundleLatest.Reading<>(
                changed -> List.of(changed.visitor(), changed.session().startedAt()),
                VisitorSession::version,
                this::row);
    }

    GenericRowData row(VisitorSession changed) {
        Session session = changed.session();
        Visitor visitor = Visitor.parse(changed.visitor());
        Arrival arrival = session.arrival();
        return rows.row()
                .set("session_id", Visitor.sessionId(changed.visitor(), session.startedAt()))
                .set("identifier_type", visitor.identifier().type().text())
                .set("identifier_value", visitor.identifier().value())
                .set("channel", visitor.channel())
                .set("started_at", instant(session.startedAt()))
                .set("ended_at", instant(session.endedAt()))
                .set(
                        "landing_channel",
                        LandingChannel.of(visitor.channel(), arrival).label())
                .set("utm_source", orNull(arrival.source()))
                .set("utm_medium", orNull(arrival.medium()))
                .set("utm_campaign", orNull(arrival.campaign()))
                .set("referrer_host", orNull(arrival.referrer()))
                .set("device_type", orNull(session.deviceType()))
                .set("entry_page", orNull(session.entryPage()))
                .set("exit_page", orNull(session.exitPage()))
                .set("event_count", (long) session.events())
                .set("view_count", (long) session.views())
                .set("product_views", (long) session.productViews())
                .set("searches", (long) session.searches())
                .set("cart_additions", (long) session.cartAdditions())
                .set("checkouts_started", (long) session.checkouts())
                .set("is_engaged", session.isEngaged(settings.rules()))
                .set("is_converted", session.isConverted())
                .set("order_ids", session.orderIds())
                .set("revenue", Money.decimal(session.revenue()))
                .set("currency", settings.reportingCurrency())
                .set("version", changed.version())
                .set("changed_at", instant(changed.changedAt()))
                .set("is_deleted", changed.isDeleted())
                .set("checkpoint_id", 0L)
                .build();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
