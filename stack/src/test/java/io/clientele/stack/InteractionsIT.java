package io.clientele.stack;

import static io.clientele.stack.EventLines.chat;
import static io.clientele.stack.EventLines.click;
import static io.clientele.stack.EventLines.event;
import static io.clientele.stack.EventLines.fulfilled;
import static io.clientele.stack.EventLines.message;
import static io.clientele.stack.EventLines.order;
import static io.clientele.stack.EventLines.orderOfTwoLines;
import static io.clientele.stack.EventLines.pieces;
import static io.clientele.stack.EventLines.review;
import static io.clientele.stack.EventLines.sent;
import static io.clientele.stack.EventLines.spent;
import static io.clientele.stack.EventLines.survey;
import static io.clientele.stack.EventLines.ticket;
import static io.clientele.stack.LineAssertions.assertChecksFindNothing;
import static io.clientele.stack.LineAssertions.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clientele.stack.RunningStack.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The timeline of persons on real servers: what events become of which contacts, whose they are, and what follows from them. */
@ExtendWith(StackExtension.class)
class InteractionsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void eventsOfAllChannelsBecomeTheContactsOfAPerson(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException, SQLException {
        succeeds(stack.run("reset", "--yes"));
        List<String> events = new ArrayList<>();
        events.addAll(annsEvents());
        events.addAll(bobsEvents());
        events.addAll(orderOfTwoLines());
        events.addAll(preferences());
        events.addAll(nobodysEvents());
        events.addAll(spending());
        // in no order of time, and half of them twice
        Collections.reverse(events);
        events.addAll(List.copyOf(events.subList(0, events.size() / 2)));
        Path file = folder.resolve("events.ndjson");
        Files.writeString(file, String.join("\n", events));
        succeeds(stack.run("import", "--format", "events-ndjson", file.toString(), "--as-of", "2026-03-31", "--wait"));

        assertStories(stack);
        assertSpending(stack);
        assertThat(stack.query("""
                        select interaction_type, interaction_id, person_id is null, known_person_id is null
                        from core.interactions where known_person_id is null order by 1, 2""").stream().map(row -> String.join(" ", row)).toList())
                .as("contacts of whom identity does not know")
                .containsExactly("message to-nobody true true", "ticket of-zoe false true");
        assertFulfilments(stack);
        assertContactsOfPersons(stack);
        assertCustomer360(stack);
        assertTheCommandTellsTheStory(stack);
        assertChecksFindNothing(stack, "interactions_complete", "interactions_orders", "interactions_persons");

        succeeds(stack.run("identity", "merge", "ann", "bob", "--reason", "asked", "--wait"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                stack.query("select count(*), count(distinct person_id) from core.interactions"
                                        + " where customer_id = 'ann'"))
                        .containsExactly(List.of(
                                String.valueOf(annsStory().size() + bobsStory().size()), "1")));
        succeeds(stack.run("identity", "unmerge", "ann", "bob", "--wait"));
        await().atMost(PATIENCE).untilAsserted(() -> assertStories(stack));
        assertChecksFindNothing(stack, "interactions_complete", "interactions_orders", "interactions_persons");
    }

    private static void assertStories(RunningStack stack) throws SQLException {
        assertThat(story(stack, "ann")).containsExactlyElementsOf(annsStory());
        assertThat(story(stack, "bob")).containsExactlyElementsOf(bobsStory());
    }

    private static List<String> story(RunningStack stack, String customer) throws SQLException {
        return stack.query("""
                        select interaction_type, if(length(interaction_id) = 32, 'hash', interaction_id), direction, channel,
                            outcome, coalesce(subject, '-'),
                            coalesce(cast(value as varchar), '-'), reply_count, coalesce(cast(score as varchar), '-'),
                            event_count
                        from core.interactions where customer_id = '%s' order by started_at, interaction_id""".formatted(customer)).stream()
                .map(row -> String.join(" ", row))
                .toList();
    }

    private static List<String> annsStory() {
        return List.of(
                "visit s0 inbound web browsed - - 0 - 1",
                "account registered inbound web registered - - 0 - 1",
                "visit s1 inbound web filled_cart BLUE MUG, RED MUG - 0 - 4",
                "order o1 inbound web partly_refunded RED MUG 20.0000 0 - 2",
                "message m1 outbound email clicked order_confirmation - 0 - 4",
                "message m2 outbound email bounced - - 0 - 2",
                "message m3 outbound sms unsubscribed - - 0 - 2",
                "message m4 outbound push suppressed cart_abandonment - 0 - 1",
                "chat c1 inbound chat talked - - 2 - 4",
                "call call1 outbound phone talked delivery - 0 - 2",
                "social_mention instagram:p1 inbound social mentioned instagram - 0 - 1",
                "store_visit store inbound store visited store-1 - 0 - 1",
                "ticket t1 inbound email pending delivery, order o1 - 2 - 4",
                "survey nps inbound email answered nps, order o1 - 0 9 1",
                "survey csat inbound email answered csat, ticket t1 - 0 4 1",
                "review r1 inbound web reviewed product p1 - 0 5 2",
                "visit hash inbound app browsed - - 0 - 2");
    }

    private static List<String> annsEvents() {
        String ann = "\"customer_id\": \"ann\"";
        String cookie = "\"anonymous_id\": \"cookie\"";
        String red = "\"products\": [{\"product_id\": \"p1\", \"name\": \"RED MUG\", \"quantity\": 1}]";
        String blue = "\"products\": [{\"product_id\": \"p2\", \"name\": \"BLUE MUG\", \"quantity\": 1}]";
        return List.of(
                // before anybody knows the visitor, and the visit in which the visitor logs in
                click("v1", "page_viewed", "2026-03-01T08:00:00Z", cookie, "\"session_id\": \"s0\""),
                event("customers", "registered", "customer_registered", "2026-03-01T09:00:00Z", "web", ann),
                click("v2", "product_viewed", "2026-03-02T08:00:00Z", cookie, "\"session_id\": \"s1\"", red),
                click("v3", "product_viewed", "2026-03-02T08:01:00Z", cookie, "\"session_id\": \"s1\"", blue),
                click("v4", "page_viewed", "2026-03-02T08:02:00Z", cookie, ann, "\"session_id\": \"s1\""),
                click("v5", "product_added", "2026-03-02T08:03:00Z", cookie, ann, "\"session_id\": \"s1\"", red),
                order("o1", "ann", "2026-03-02T08:10:00Z", "20.00"),
                event(
                        "orders",
                        "refund",
                        "order_refunded",
                        "2026-03-20T08:00:00Z",
                        "web",
                        ann,
                        "\"order_id\": \"o1\"",
                        "\"currency\": \"GBP\"",
                        "\"refund_amount\": \"3.00\""),
                // what follows the sending names the message alone
                message(
                        "m1-sent",
                        "message_sent",
                        "m1",
                        "2026-03-03T08:00:00Z",
                        "email",
                        ann,
                        "\"subject\": \"Dear Ann\"",
                        "\"template_id\": \"order_confirmation\""),
                message("m1-delivered", "message_delivered", "m1", "2026-03-03T08:01:00Z", "email"),
                message("m1-opened", "message_opened", "m1", "2026-03-03T09:00:00Z", "email"),
                message("m1-clicked", "message_clicked", "m1", "2026-03-03T09:01:00Z", "email"),
                message("m2-sent", "message_sent", "m2", "2026-03-04T08:00:00Z", "email", ann),
                message("m2-bounced", "message_bounced", "m2", "2026-03-04T08:01:00Z", "email"),
                message("m3-sent", "message_sent", "m3", "2026-03-05T08:00:00Z", "sms", ann),
                message("m3-unsubscribed", "message_unsubscribed", "m3", "2026-03-05T08:01:00Z", "sms"),
                message(
                        "m4-suppressed",
                        "message_suppressed",
                        "m4",
                        "2026-03-06T08:00:00Z",
                        "push",
                        ann,
                        "\"trigger_name\": \"cart_abandonment\""),
                chat("c1-started", "chat_started", "2026-03-07T08:00:00Z", ann),
                chat("c1-1", "chat_message", "2026-03-07T08:01:00Z", "\"author_role\": \"customer\", \"text\": \"Hi\""),
                chat(
                        "c1-2",
                        "chat_message",
                        "2026-03-07T08:02:00Z",
                        "\"author_role\": \"agent\", \"agent_id\": \"bo\""),
                chat("c1-ended", "chat_ended", "2026-03-07T08:03:00Z", "\"duration_seconds\": 180"),
                event(
                        "interactions",
                        "call1-started",
                        "call_started",
                        "2026-03-08T08:00:00Z",
                        "phone",
                        ann,
                        "\"call_id\": \"call1\"",
                        "\"direction\": \"outbound\"",
                        "\"reason\": \"delivery\""),
                event(
                        "interactions",
                        "call1-ended",
                        "call_ended",
                        "2026-03-08T08:05:00Z",
                        "phone",
                        "\"call_id\": \"call1\"",
                        "\"duration_seconds\": 300"),
                event(
                        "interactions",
                        "mention",
                        "social_mention",
                        "2026-03-09T08:00:00Z",
                        "social",
                        ann,
                        "\"network\": \"instagram\"",
                        "\"post_id\": \"p1\"",
                        "\"sentiment\": 0.5"),
                event(
                        "clickstream",
                        "store",
                        "store_visited",
                        "2026-03-10T08:00:00Z",
                        "store",
                        ann,
                        "\"store_id\": \"store-1\""),
                ticket("t1-created", "ticket_created", "t1", "2026-03-11T08:00:00Z", """
                        "customer_id": "ann", "status": "new", "subject": "Dear shop", "category": "delivery", \
                        "order_id": "o1\""""),
                ticket("t1-reply", "ticket_replied", "t1", "2026-03-11T09:00:00Z", """
                        "author_role": "agent", "is_public": true, "agent_id": "cy\""""),
                ticket("t1-pending", "ticket_status_changed", "t1", "2026-03-11T09:01:00Z", "\"status\": \"pending\""),
                // from a browser that nobody knows
                ticket("t1-second", "ticket_replied", "t1", "2026-03-12T09:00:00Z", """
                        "author_role": "customer", "is_public": true, "anonymous_id": "window\""""),
                survey("nps", "2026-03-13T08:00:00Z", 9, ann, "\"order_id\": \"o1\""),
                // names the ticket alone
                survey("csat", "2026-03-14T08:00:00Z", 4, "\"ticket_id\": \"t1\""),
                review("r1-first", "2026-03-15T08:00:00Z", 2, ann),
                review("r1-second", "2026-03-16T08:00:00Z", 5, "\"anonymous_id\": \"window\""),
                // without a session: one visit of the day
                event("clickstream", "app1", "screen_viewed", "2026-03-17T08:00:00Z", "app", ann),
                event("clickstream", "app2", "screen_viewed", "2026-03-17T20:00:00Z", "app", ann));
    }

    /** Messages on both sides of the borders of 7 and 30 days before 2026-03-31, and orders that went piece by piece. */
    private static List<String> bobsEvents() {
        return List.of(
                order("o2", "bob", "2026-02-02T08:00:00Z", "5.00"),
                order("of-one", "bob", "2026-02-03T08:00:00Z", "5.00"),
                pieces(1, "of-one", "cancelled", "2026-02-03T09:00:00Z"),
                order("of-two", "bob", "2026-02-04T08:00:00Z", "8.00", 2),
                pieces(1, "of-two", "cancelled", "2026-02-04T09:00:00Z"),
                order("of-three", "bob", "2026-02-05T08:00:00Z", "9.00", 3),
                pieces(1, "of-three", "cancelled", "2026-02-05T09:00:00Z"),
                // all that was left of it
                event("orders", "of-three-refunded", "order_refunded", "2026-02-05T10:00:00Z", "web", """
                        "order_id": "of-three", "customer_id": "bob", "currency": "GBP", "refund_amount": "6.00\""""),
                fulfilled("of-three", "2026-02-06T10:00:00Z"),
                order("whole", "bob", "2026-02-07T08:00:00Z", "9.00", 3),
                fulfilled("whole", "2026-02-08T10:00:00Z"),
                order("part", "bob", "2026-02-09T08:00:00Z", "9.00", 3),
                pieces(2, "part", "fulfilled", "2026-02-10T08:00:00Z"),
                // what is left of it
                order("rest", "bob", "2026-02-11T08:00:00Z", "9.00", 3),
                pieces(1, "rest", "cancelled", "2026-02-11T09:00:00Z"),
                pieces(2, "rest", "fulfilled", "2026-02-12T08:00:00Z"),
                sent("b1", "bob", "2026-02-28T23:59:59Z", "email"),
                sent("b2", "bob", "2026-03-01T00:00:00Z", "email"),
                sent("b3", "bob", "2026-03-23T23:59:59Z", "sms"),
                sent("b4", "bob", "2026-03-24T00:00:00Z", "sms"));
    }

    private static List<String> bobsStory() {
        return List.of(
                "order o2 inbound web ordered RED MUG 5.0000 0 - 1",
                "order of-one inbound web cancelled RED MUG 5.0000 0 - 2",
                "order of-two inbound web partly_cancelled RED MUG 8.0000 0 - 2",
                "order of-three inbound web refunded RED MUG 9.0000 0 - 4",
                "order whole inbound web fulfilled RED MUG 9.0000 0 - 2",
                "order part inbound web partly_fulfilled RED MUG 9.0000 0 - 2",
                "order rest inbound web partly_cancelled RED MUG 9.0000 0 - 3",
                "order two inbound web partly_cancelled RED MUG, BLUE MUG 9.0000 0 - 3",
                "message b1 outbound email sent - - 0 - 1",
                "message b2 outbound email sent - - 0 - 1",
                "message b3 outbound sms sent - - 0 - 1",
                "message b4 outbound sms sent - - 0 - 1");
    }

    /** Three contacts on each channel; responses that tie in shares and numbers, and at last in their time. */
    private static List<String> preferences() {
        List<String> events = new ArrayList<>();
        for (String customer : List.of("later", "same", "stated", "few", "more")) {
            events.add(order("order-" + customer, customer, "2026-01-02T08:00:00Z", "5.00"));
            for (String channel : List.of("email", "sms")) {
                int contacts = customer.equals("few") ? 2 : customer.equals("more") && channel.equals("sms") ? 6 : 3;
                for (int i = 0; i < contacts; i++) {
                    String id = String.join("-", customer, channel, String.valueOf(i));
                    events.add(sent(id, customer, "2026-01-0" + (i + 3) + "T08:00:00Z", channel));
                    boolean isResponse = i == 0 || (customer.equals("more") && channel.equals("sms") && i == 1);
                    if (isResponse) {
                        String at = channel.equals("sms") && customer.equals("later") ? "10:00:00Z" : "09:00:00Z";
                        events.add(message(id + "-clicked", "message_clicked", id, "2026-01-20T" + at, channel));
                    }
                }
            }
        }
        events.add(event(
                "customers",
                "stated",
                "customer_updated",
                "2026-01-02T09:00:00Z",
                "web",
                "\"customer_id\": \"stated\"",
                "\"preferred_channel\": \"phone\""));
        return events;
    }

    private static List<String> nobodysEvents() {
        return List.of(
                message("to-nobody-sent", "message_sent", "to-nobody", "2026-03-02T08:00:00Z", "email"),
                ticket(
                        "of-zoe-created",
                        "ticket_created",
                        "of-zoe",
                        "2026-03-02T08:00:00Z",
                        "\"customer_id\": \"zoe\""));
    }

    /** Two campaigns of a network by one name, one of them corrected; and a mailing that is known by its id. */
    private static List<String> spending() {
        return List.of(
                spent("spent-1", "2026-03-02T08:00:00Z", "google", "g1", "spring", "cpc", "10.00"),
                spent("spent-2", "2026-03-02T08:00:00Z", "google", "g2", "spring", "cpc", "5.00"),
                spent("spent-3", "2026-03-03T08:00:00Z", "google", "g1", "spring", "cpc", "12.00"),
                spent("spent-4", "2026-03-02T08:00:00Z", "mailer", "news-7", "newsletter", "email", "3.00"),
                spent("spent-5", "2026-03-02T08:00:00Z", "morningbrew", "b1", "brew", "newsletter", "4.00"),
                spent("spent-6", "2026-03-02T08:00:00Z", "whatsapp", "w1", "chat", "cpc", "2.00"));
    }

    private static void assertFulfilments(RunningStack stack) throws SQLException {
        assertThat(stack.query("""
                        select order_id, fulfillment_status, fulfilled_item_count, coalesce(date_format(fulfilled_at, '%m-%d'), '-')
                        from core.orders where customer_id = 'bob' order by placed_at""").stream().map(row -> String.join(" ", row)).toList())
                .containsExactly(
                        "o2 unfulfilled 0 -",
                        "of-one unfulfilled 0 -",
                        "of-two unfulfilled 0 -",
                        "of-three fulfilled 2 02-06",
                        "whole fulfilled 3 02-08",
                        "part partial 2 02-10",
                        "rest fulfilled 2 02-12",
                        "two partial 1 02-14");
    }

    private static void assertSpending(RunningStack stack) throws SQLException {
        assertThat(stack.query("select network, campaign, channel, spend from core.ad_spend order by network").stream()
                        .map(row -> String.join(" ", row))
                        .toList())
                .containsExactly(
                        "google spring paid_search 17.0000",
                        "mailer news-7 email 3.0000",
                        "morningbrew b1 email 4.0000",
                        "whatsapp chat paid_social 2.0000");
    }

    private static void assertContactsOfPersons(RunningStack stack) throws SQLException {
        assertThat(stack.query("""
                        select customer_id, contacts, responses, contacts_7_days, contacts_30_days,
                            coalesce(preferred_channel, '-'), coalesce(preferred_channel_basis, '-'),
                            coalesce(responsive_channel, '-')
                        from core.customer_contacts where known_person_id is not null order by customer_id""").stream().map(row -> String.join(" ", row)).toList())
                .containsExactly(
                        "ann 3 2 0 3 - - -",
                        "bob 4 0 1 3 - - -",
                        "few 4 2 0 0 - - -",
                        "later 6 2 0 0 sms responses sms",
                        "more 9 3 0 0 sms responses sms",
                        "same 6 2 0 0 email responses email",
                        "stated 6 2 0 0 phone stated email");
    }

    private static void assertCustomer360(RunningStack stack) throws SQLException {
        String columns = """
                select customer_id, segment <> 'prospect', order_count, net_sales, cardinality(identifiers),
                    cardinality(orders), cardinality(interactions), interactions[1].interaction_type,
                    open_tickets[1].ticket_id, open_tickets[1].status, last_feedback.score, contacts_30_days
                from mart.customer_360 where\s""";
        List<List<String>> ann = stack.query(columns + "customer_id = 'ann'");
        assertThat(ann)
                .containsExactly(
                        List.of("ann", "true", "1", "17.0000", "2", "1", "17", "visit", "t1", "pending", "5", "3"));
        String person = stack.query("select person_id from core.persons where customer_id = 'ann'")
                .get(0)
                .get(0);
        assertThat(stack.query(columns + "person_id = '" + person + "'")).isEqualTo(ann);
        assertThat(stack.query(columns + "customer_id = 'unheard of'")).isEmpty();
    }

    private static void assertTheCommandTellsTheStory(RunningStack stack) throws IOException, InterruptedException {
        Result told = stack.run("customer", "ann");
        succeeds(told);
        assertThat(told.out())
                .contains("customer ann, person ", "1 orders, 17.00 GBP net", "open tickets", "t1", "pending")
                .contains("order_confirmation", "instagram", "RED MUG", "review product p1: 5 on 2026-03-16 08:00")
                .doesNotContain("Dear");
        assertThat(stack.run("customer", "anonymous_id:cookie").out()).isEqualTo(told.out());

        Result nobody = stack.run("customer", "nobody");
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.err().strip().lines()).singleElement().asString().contains("nobody");
        assertThat(stack.run("customer", "shoe_size:43").status()).isEqualTo(2);
    }
}
