package io.clientele.stack.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.clientele.schemas.EventContract;
import io.clientele.stack.imports.CsvRows.Fields;
import io.clientele.stack.imports.SnowplowEntities.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who did something, where and when, as a row of Snowplow says it. Its times are UTC. */
final class SnowplowVisit {
    /** Without these it is no such file. */
    static final List<String> REQUIRED =
            List.of("event_id", "event_name", "platform", "collector_tstamp", "domain_userid", "domain_sessionid");

    /** What else is read where it is there. */
    static final List<String> OPTIONAL = List.of(
            "app_id",
            "user_id",
            "dvce_created_tstamp",
            "dvce_sent_tstamp",
            "derived_tstamp",
            "page_url",
            "page_referrer",
            "mkt_source",
            "mkt_medium",
            "mkt_campaign",
            "mkt_term",
            "mkt_content",
            "br_lang",
            "os_timezone",
            "geo_country");

    private static final BusinessTime TIME = new BusinessTime(ZoneOffset.UTC);
    private static final List<String> APPS = List.of("app", "mob", "pc", "tv", "cnsl", "iot", "headset");

    private final Fields fields;
    private final JsonNode session;
    private final JsonNode user;
    private final JsonNode cart;
    private final JsonNode webPage;
    private final String eventId;
    private final Instant happenedAt;

    /**
     * Reads what every event has.
     *
     * @throws RowRefused if it has no id, or a time that is none
     */
    SnowplowVisit(Fields fields, SnowplowEntities entities) throws RowRefused {
        this.fields = fields;
        this.session = entities.first(fields, Kind.CLIENT_SESSION);
        this.user = entities.first(fields, Kind.USER);
        this.cart = entities.first(fields, Kind.CART);
        this.webPage = entities.first(fields, Kind.WEB_PAGE);
        this.eventId = fields.get("event_id");
        if (eventId.isEmpty()) {
            throw new RowRefused("missing_value", "event_id is empty");
        }
        this.happenedAt = isTimed() ? time("dvce_created_tstamp") : receivedOrDerived();
    }

    private boolean isTimed() {
        return !fields.get("dvce_created_tstamp").isEmpty()
                && !fields.get("dvce_sent_tstamp").isEmpty();
    }

    private Instant receivedOrDerived() throws RowRefused {
        return fields.get("derived_tstamp").isEmpty() ? time("collector_tstamp") : time("derived_tstamp");
    }

    private Instant time(String column) throws RowRefused {
        return TIME.iso(column, fields.get(column));
    }

    /** By the client's clock, or where it does not say by Snowplow's. */
    Instant happenedAt() {
        return happenedAt;
    }

    /** A click. */
    EventBuilder click(String name) throws RowRefused {
        return event(EventContract.of("clickstream"), name, eventId);
    }

    /**
     * An event of a contract with all that is said of visitor, page and times. Snowplow's ids of events are ours: the same event from a
     * file and from a live producer is one.
     */
    EventBuilder event(EventContract contract, String name, String id) throws RowRefused {
        String app = fields.get("app_id");
        EventBuilder event = EventBuilder.event(
                        contract, name, id, happenedAt, app.isEmpty() ? SnowplowFormat.NAME : app, channel())
                .set("anonymous_id", or(value("domain_userid"), SnowplowEntities.text(session, "user_id")))
                .set("customer_id", or(value("user_id"), SnowplowEntities.text(user, "id")))
                .set("session_id", sessionId())
                .set("page_url", value("page_url"))
                .set("referrer", value("page_referrer"))
                .set("utm_source", value("mkt_source"))
                .set("utm_medium", value("mkt_medium"))
                .set("utm_campaign", value("mkt_campaign"))
                .set("utm_term", value("mkt_term"))
                .set("utm_content", value("mkt_content"))
                .set("locale", value("br_lang"))
                .set("timezone", value("os_timezone"))
                .set("country", value("geo_country"))
                .set("device_type", channel().equals("app") ? "app" : null);
        if (isTimed()) {
            event.set("sent_at", micros("dvce_sent_tstamp")).set("received_at", micros("collector_tstamp"));
        }
        return event;
    }

    private long micros(String column) throws RowRefused {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time(column));
    }

    /** The event's id. */
    String eventId() {
        return eventId;
    }

    /** The page view that the event is part of; the event itself where nobody says. */
    String page() {
        @Nullable String id = SnowplowEntities.text(webPage, "id");
        return id == null ? eventId : id;
    }

    /** What a page is here: a screen in an app. */
    String pageEvent() {
        return channel().equals("app") ? "screen_viewed" : "page_viewed";
    }

    /** The cart; the session's where it has no id of its own. */
    @Nullable
    String cartId() {
        return or(SnowplowEntities.text(cart, "cart_id"), sessionId());
    }

    private @Nullable String sessionId() {
        return or(value("domain_sessionid"), SnowplowEntities.text(session, "session_id"));
    }

    private String channel() {
        return APPS.contains(fields.get("platform").toLowerCase(Locale.ROOT)) ? "app" : "web";
    }

    private @Nullable String value(String column) {
        String value = fields.get(column);
        return value.isEmpty() ? null : value;
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }
}
