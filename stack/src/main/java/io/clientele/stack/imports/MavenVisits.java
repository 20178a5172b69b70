package io.clientele.stack.imports;

import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.JoinedRows.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The page views of the Maven Fuzzy Factory's sessions. The first of a session tells where the visitor came from. The shop tags its
 * paid traffic and nothing else, so a visit with {@code utm_source} is a paid one: {@code cpc}, of a social network
 * {@code paid_social}. A visit from another site without a tag came from one of the (invented) search engines: {@code organic}.
 */
final class MavenVisits {
    static final List<String> SESSION_COLUMNS = List.of(
            "website_session_id",
            "created_at",
            "user_id",
            "utm_source",
            "utm_campaign",
            "utm_content",
            "device_type",
            "http_referer");
    static final List<String> PAGE_COLUMNS =
            List.of("website_pageview_id", "created_at", "website_session_id", "pageview_url");

    private static final EventContract CONTRACT = EventContract.of("clickstream");
    private static final List<String> DEVICES = List.of("desktop", "mobile", "tablet");

    private final BusinessTime time;
    private final EventSink events;
    private final ImportReport report;

    MavenVisits(BusinessTime time, EventSink events, ImportReport report) {
        this.time = time;
        this.events = events;
        this.report = report;
    }

    private record Page(Entry row, String id, Instant at, String url) {}

    /** Takes a session and its page views. */
    void visit(List<List<Entry>> rows) {
        List<Entry> sessions = rows.get(0);
        @Nullable Entry session = sessions.isEmpty() ? null : sessions.get(0);
        sessions.stream().skip(1).forEach(again -> report.skip("repeated_row"));
        List<Page> pages = new ArrayList<>();
        for (Entry row : rows.get(1)) {
            try {
                if (session == null) {
                    throw new RowRefused("unknown_session", "no session %s".formatted(row.get("website_session_id")));
                }
                pages.add(new Page(
                        row,
                        MavenFormat.required(row, "website_pageview_id"),
                        time.iso("created_at", row.get("created_at")),
                        MavenFormat.required(row, "pageview_url")));
            } catch (RowRefused e) {
                report.refuse(row.row(), e);
            }
        }
        if (session == null) {
            return;
        }
        if (pages.isEmpty()) {
            report.skip("session_without_page");
        }
        pages.sort(Comparator.comparing(Page::at).thenComparing(Page::id));
        for (int number = 0; number < pages.size(); number++) {
            Page page = pages.get(number);
            try {
                events.accept(CONTRACT.topic(), event(session, page, number == 0));
            } catch (RowRefused e) {
                report.refuse(page.row().row(), e);
            }
        }
    }

    private static GenericRecord event(Entry session, Page page, boolean isFirst) throws RowRefused {
        String device = MavenFormat.value(session, "device_type");
        EventBuilder event = EventBuilder.event(
                        CONTRACT,
                        "page_viewed",
                        EventIds.of(MavenFormat.NAME, "page_viewed", page.id()),
                        page.at(),
                        MavenFormat.NAME,
                        "web")
                .set("anonymous_id", MavenFormat.required(session, "user_id"))
                .set("session_id", MavenFormat.required(session, "website_session_id"))
                .set("device_type", DEVICES.contains(device) ? device : "other")
                .set("page_url", page.url());
        if (isFirst) {
            String source = MavenFormat.value(session, "utm_source");
            String referrer = MavenFormat.value(session, "http_referer");
            event.set("utm_source", orNull(source))
                    .set("utm_medium", medium(source, referrer))
                    .set("utm_campaign", orNull(MavenFormat.value(session, "utm_campaign")))
                    .set("utm_content", orNull(MavenFormat.value(session, "utm_content")))
                    .set("referrer", orNull(referrer));
        }
        return event.build();
    }

    private static @Nullable String medium(String source, String referrer) {
        if (source.isEmpty()) {
            return referrer.isEmpty() ? null : "organic";
        }
        return source.startsWith("social") ? "paid_social" : "cpc";
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
