package io.clientele.stack;

import static io.clientele.stack.LineAssertions.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.schemas.tables.ErasureRule;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.TableDefinition;
import io.clientele.stack.RunningStack.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A person is erased on real servers, under load and with a crash in the middle: nothing is left of that one, and all of the others. */
@ExtendWith(StackExtension.class)
class ErasureIT {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int PERSONS = 12;
    private static final int BY_COMMAND = 7;
    private static final int BY_EVENT = 3;
    /** What the table of others is compared by: versions and times of the last change are a matter of arrival. */
    private static final String OTHERS = """
            select customer_id, identifier_count, event_count, order_count, net_sales
            from core.customer_profiles
            where customer_id not in ('customer-07', 'customer-03')
            order by customer_id""";

    private static final String SALES = "select count(*), sum(gross_amount), count(distinct order_id) from raw.orders";

    @Test
    void nothingIsLeftOfThePersonAndAllOfTheOthers(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException, SQLException {
        succeeds(stack.run("reset", "--yes"));
        imports(stack, folder, "begin", events(), "--as-of", "2026-03-05", "--wait");
        assertThat(stack.home().resolve("imports").resolve("begin.ndjson.refused.csv"))
                .content()
                .contains("customer-07");
        List<String> texts = textsOf(BY_COMMAND);
        assertThat(HeldBytes.find(stack.home(), texts))
                .as("the scan finds what is there")
                .isNotEmpty();
        assertExport(stack, folder, texts);
        List<List<String>> others = stack.query(OTHERS);
        List<List<String>> sales = stack.query(SALES);
        assertThat(others).hasSize(PERSONS - 2);
        String before =
                stack.query("select cast(current_timestamp as varchar)").get(0).get(0);

        Result nobody = stack.run("erase", "customer-99");
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.err().strip().lines().toList())
                .singleElement()
                .asString()
                .contains("nobody is known by customer-99");

        RunningStack.Command begun = stack.start(Map.of(), "erase", "anonymous_id:cookie-07", "--reason", "by letter");
        await().atMost(PATIENCE).until(() -> steps(stack).contains("rows"));
        RunningStack.signal("KILL", begun.process().pid());
        RunningStack.signal("KILL", stack.processOf("maintenance"));
        // load: others go on, and the erased person does not count any more
        imports(stack, folder, "load", List.of(click(1, "later"), click(BY_COMMAND, "later"), erasureRequested()));

        Result erased = stack.run("erase", "customer-07", "--wait-at-most", "8m");
        succeeds(erased);
        assertThat(erased.out()).contains("completed");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                stack.query(
                                        "select count(*) from core.erasure_log where request_id = 'asked-3' and step = 'completed'"))
                        .isEqualTo(List.of(List.of("1"))));

        for (int person : List.of(BY_COMMAND, BY_EVENT)) {
            assertThat(HeldBytes.find(stack.home(), textsOf(person))).isEmpty();
            assertNoRow(stack, textsOf(person));
        }
        assertNoSnapshotFrom(stack, before);
        assertThatThrownBy(() ->
                        stack.query("select * from raw.customers for timestamp as of timestamp '%s'".formatted(before)))
                .isInstanceOf(SQLException.class);
        assertThat(stack.query(SALES)).isEqualTo(sales);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(stack.query("""
                            select reason, record_value is null and record_key is null
                            from raw.dead_letters where reason = 'erased'""")).contains(List.of("erased", "true"));
            assertThat(withoutClicks(stack.query(OTHERS))).isEqualTo(withoutClicks(others));
            assertThat(stack.query("select visitor, event_count from core.sessions where event_count > 1"))
                    .as("the sessions of the others go on")
                    .isEqualTo(List.of(List.of("anonymous_id:cookie-01", "2")));
            assertThat(stack.query("select count(*) from core.sessions"))
                    .isEqualTo(List.of(List.of(String.valueOf(PERSONS - 2))));
        });
        Result again = stack.run("erase", "customer-07");
        succeeds(again);
        assertThat(again.out()).contains("has erased that person already");
        Result mistyped = stack.run("erase", "customer-70", "--lift");
        assertThat(mistyped.status()).isEqualTo(1);
        assertThat(mistyped.err()).contains("no erasure refuses events with customer_id:customer-70");
        succeeds(stack.run("erase", "customer-07", "--lift"));
    }

    private static void assertExport(RunningStack stack, Path folder, List<String> texts)
            throws IOException, InterruptedException {
        Path file = folder.resolve("person.json");
        Result exported = stack.run("export", "customer-07", file.toString());
        succeeds(exported);
        assertThat(exported.err())
                .contains("3 identifiers", "raw.orders 1", "core.customer_profiles 1", "core.sessions 1");
        String json = Files.readString(file);
        assertThat(json).contains(texts);
        JsonNode held = new ObjectMapper().readTree(json).path("held");
        assertThat(held.path("raw.customers").findValuesAsText("email")).containsExactly("mail-07@example.org");
        assertThat(json).contains("borrowed").doesNotContain("customer-08", "cookie-08", "Atlantis");
    }

    /** Bytes in compressed files hide texts; rows do not. */
    private static void assertNoRow(RunningStack stack, List<String> texts) throws SQLException {
        for (TableDefinition table : LakeTables.all()) {
            String rows = stack.query("select * from " + table.fullName()).toString();
            assertThat(rows).as(table.fullName()).doesNotContain(texts);
        }
    }

    /** A snapshot from before would show the person to whoever travels in time. */
    private static void assertNoSnapshotFrom(RunningStack stack, String before) throws SQLException {
        for (TableDefinition table : LakeTables.all()) {
            if (ErasureRule.of(table) != ErasureRule.NOTHING) {
                assertThat(stack.query("select count(*) from %s.\"%s$snapshots\" where committed_at <= timestamp '%s'"
                                .formatted(table.namespace(), table.name(), before)))
                        .as("snapshots of %s", table.fullName())
                        .isEqualTo(List.of(List.of("0")));
            }
        }
    }

    private static List<List<String>> withoutClicks(List<List<String>> profiles) {
        return profiles.stream()
                .map(row -> List.of(row.get(0), row.get(1), row.get(3), row.get(4)))
                .toList();
    }

    private static List<String> steps(RunningStack stack) throws SQLException {
        return stack.query("select step from core.erasure_log").stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static List<String> textsOf(int person) {
        String number = "%02d".formatted(person);
        return List.of(
                "customer-" + number,
                "cookie-" + number,
                "mail-" + number + "@example.org",
                "Firstname" + number,
                "words of " + number,
                "session-" + number,
                "member-" + number,
                "tablet-" + number);
    }

    private static List<String> events() {
        List<String> events = new ArrayList<>();
        for (int person = 0; person < PERSONS; person++) {
            String number = "%02d".formatted(person);
            events.add(click(person, "first"));
            events.add(event(
                    "orders",
                    "order_placed",
                    "order-event-" + person,
                    person,
                    "\"order_id\": \"o-%s\", \"currency\": \"GBP\", \"gross_amount\": \"%d.50\""
                            .formatted(number, person + 5)));
            events.add(
                    event("customers", "customer_registered", "registration-" + person, person, """
                    "email": "mail-%1$s@example.org", "first_name": "Firstname%1$s", "device_id": "tablet-%1$s", \
                    "attributes": [{"name": "membership", "value": "member-%1$s"}]""".formatted(number)));
            events.add(event(
                    "feedback",
                    "survey_answered",
                    "survey-" + person,
                    person,
                    "\"survey_type\": \"nps\", \"score\": 9, \"comment\": \"words of %s\"".formatted(number)));
        }
        // a line that names nothing but the conversation
        events.add(event(
                "interactions",
                "chat_started",
                "chat",
                BY_COMMAND,
                "\"conversation_id\": \"talk\", \"network\": \"site\""));
        events.add("""
                {"topic": "interactions", "event_id": "line", "event_name": "chat_message", "occurred_at": "2026-03-02T09:08:00Z", \
                "source": "shop", "channel": "chat", "conversation_id": "talk", "author_role": "customer", "text": "words of 07"}""");
        // the tablet is customer-07's, and stays it
        events.add(event(
                "customers",
                "customer_updated",
                "borrowed",
                BY_COMMAND + 1,
                "\"device_id\": \"tablet-07\", \"city\": \"Atlantis\""));
        // refused, and written down with the rest of its text
        events.add(event("feedback", "survey_answered", "refused", BY_COMMAND, "\"score\": \"many\""));
        return events;
    }

    private static String click(int person, String which) {
        String number = "%02d".formatted(person);
        return event(
                "clickstream",
                "page_viewed",
                "click-%s-%d".formatted(which, person),
                person,
                "\"anonymous_id\": \"cookie-%1$s\", \"session_id\": \"session-%1$s\", \"page_url\": \"https://shop/?u=cookie-%1$s\""
                        .formatted(number));
    }

    private static String erasureRequested() {
        // where customer-09 has sat before
        return event(
                        "customers",
                        "erasure_requested",
                        "asked-3",
                        BY_EVENT,
                        "\"anonymous_id\": \"cookie-09\", \"reason\": \"asked\"")
                .replace("T09:03", "T09:30");
    }

    private static String event(String topic, String name, String id, int person, String more) {
        return """
                {"topic": "%s", "event_id": "%s", "event_name": "%s", "occurred_at": "2026-03-02T09:%02d:00Z", \
                "source": "shop", "channel": "web", "customer_id": "customer-%02d", %s}""".formatted(topic, id, name, person, person, more);
    }

    private static void imports(RunningStack stack, Path folder, String name, List<String> events, String... options)
            throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".ndjson");
        Files.writeString(file, String.join("\n", events));
        List<String> command = new ArrayList<>(List.of("import", "--format", "events-ndjson", file.toString()));
        command.addAll(List.of(options));
        succeeds(stack.run(command.toArray(String[]::new)));
    }
}
