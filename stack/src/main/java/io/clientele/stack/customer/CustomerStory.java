package io.clientele.stack.customer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.stack.imports.TrinoAnswers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row of {@code mart.customer_360} as texts; what is null is the empty text. Times are in UTC.
 *
 * @param facts what there is once: see {@link #FACTS}
 * @param identifiers type, value and since when
 * @param openTickets see {@link #TICKET}
 * @param contacts see {@link #CONTACT}, newest first
 * @param orders see {@link #ORDER}, newest first
 * @param channels see {@link #CHANNEL}
 */
record CustomerStory(
        List<String> facts,
        List<List<String>> identifiers,
        List<List<String>> openTickets,
        List<List<String>> contacts,
        List<List<String>> orders,
        List<List<String>> channels) {
    static final List<String> IDENTIFIER = List.of("identifier_type", "identifier_value", "since");
    static final List<String> TICKET =
            List.of("ticket_id", "opened_at", "status", "priority", "subject", "agent_id", "replies", "last_reply_at");
    static final List<String> CONTACT = List.of(
            "started_at",
            "type",
            "direction",
            "channel",
            "subject",
            "campaign",
            "outcome",
            "value",
            "agent_id",
            "score");
    static final List<String> ORDER = List.of("placed_at", "order_id", "channel", "status", "value", "products");
    static final List<String> CHANNEL =
            List.of("channel", "contacts", "responses", "contacts_7_days", "contacts_30_days");

    /** Names of {@link #facts}, as the view has them. */
    static final List<String> FACTS = List.of(
            "customer_id",
            "segment",
            "value_tier",
            "r_score",
            "f_score",
            "m_score",
            "as_of_date",
            "order_count",
            "net_sales",
            "currency",
            "recency_days",
            "favourite_category",
            "favourite_channel",
            "country",
            "first_seen_at",
            "last_seen_at",
            "preferred_channel",
            "preferred_channel_basis",
            "contacts_7_days",
            "contacts_30_days",
            "last_contacted_at",
            "last_responded_at",
            "last_feedback");

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The story of a person; empty if there is none.
     *
     * @throws io.clientele.stack.StackFailure if Trino does not answer
     */
    static Optional<CustomerStory> of(TrinoAnswers trino, String personId) {
        return trino
                .texts("""
                select
                    cast(array[
                        customer_id, segment, cast(value_tier as varchar), cast(r_score as varchar),
                        cast(f_score as varchar), cast(m_score as varchar), cast(as_of_date as varchar),
                        cast(order_count as varchar), cast(cast(net_sales as decimal(18, 2)) as varchar), currency,
                        cast(recency_days as varchar), favourite_category, favourite_channel, country,
                        %s, %s, preferred_channel, preferred_channel_basis, cast(contacts_7_days as varchar),
                        cast(contacts_30_days as varchar), %s, %s,
                        last_feedback.interaction_type || ' ' || coalesce(last_feedback.subject || ': ', '')
                            || cast(last_feedback.score as varchar) || ' on ' || %s
                    ] as json),
                    cast(transform(identifiers, i -> array[i.identifier_type, i.identifier_value, %s]) as json),
                    cast(transform(open_tickets, t -> array[
                        t.ticket_id, %s, t.status, t.priority, t.subject, t.agent_id, cast(t.reply_count as varchar), %s
                    ]) as json),
                    cast(transform(interactions, c -> array[
                        %s, c.interaction_type, c.direction, c.channel, c.subject, c.campaign, c.outcome,
                        cast(cast(c.value as decimal(18, 2)) as varchar), c.agent_id, cast(c.score as varchar)
                    ]) as json),
                    cast(transform(orders, o -> array[
                        %s, o.order_id, o.channel, o.status, cast(cast(o.value as decimal(18, 2)) as varchar), o.products
                    ]) as json),
                    cast(transform(channels, c -> array[
                        c.channel, cast(c.contacts as varchar), cast(c.responses as varchar),
                        cast(c.contacts_7_days as varchar), cast(c.contacts_30_days as varchar)
                    ]) as json)
                from lake.mart.customer_360
                where person_id = '%s'
                """.formatted(
                                time("first_seen_at"),
                                time("last_seen_at"),
                                time("last_contacted_at"),
                                time("last_responded_at"),
                                time("last_feedback.answered_at"),
                                time("i.changed_at"),
                                time("t.opened_at"),
                                time("t.last_reply_at"),
                                time("c.started_at"),
                                time("o.placed_at"),
                                personId))
                .stream()
                .map(row -> new CustomerStory(
                        cells(parse(row.get(0))),
                        rows(row.get(1)),
                        rows(row.get(2)),
                        rows(row.get(3)),
                        rows(row.get(4)),
                        rows(row.get(5))))
                .findFirst();
    }

    /** A fact by its name. */
    String fact(String name) {
        return facts.get(FACTS.indexOf(name));
    }

    private static String time(String column) {
        return "date_format(" + column + ", '%Y-%m-%d %H:%i')";
    }

    private static List<List<String>> rows(String json) {
        List<List<String>> rows = new ArrayList<>();
        parse(json).forEach(row -> rows.add(cells(row)));
        return rows;
    }

    private static List<String> cells(JsonNode array) {
        List<String> cells = new ArrayList<>();
        array.forEach(cell -> cells.add(cell.isNull() ? "" : cell.asText()));
        return cells;
    }

    private static JsonNode parse(String json) {
        try {
            return json.isEmpty() ? JSON.createArrayNode() : JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Trino gives no JSON: " + json, e);
        }
    }
}
