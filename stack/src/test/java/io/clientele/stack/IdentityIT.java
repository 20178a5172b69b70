package io.clientele.stack;

import static io.clientele.stack.LineAssertions.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clientele.stack.RunningStack.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who is who on real servers: what events say, what somebody decides by command, and what becomes of the profiles. */
@ExtendWith(StackExtension.class)
class IdentityIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void aVisitorJoinsTheCustomerAndCustomersAreMergedAndUnmerged(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException {
        succeeds(stack.run("reset", "--yes"));
        Path events = folder.resolve("events.ndjson");
        Files.writeString(
                events,
                String.join(
                        "\n",
                        List.of(
                                click("1", "2026-03-02T09:00:00Z", "\"anonymous_id\": \"cookie\""),
                                click(
                                        "2",
                                        "2026-03-02T09:05:00Z",
                                        "\"anonymous_id\": \"cookie\", \"customer_id\": \"ann\""),
                                order("3", "2026-03-02T09:10:00Z", "ann", "10.00"),
                                order("4", "2026-03-02T10:00:00Z", "bob", "5.00"))));
        succeeds(stack.run("import", "--format", "events-ndjson", events.toString(), "--wait"));

        assertProfiles(
                stack,
                "ann 2 identifiers, 2 clicks, 1 orders of 10.0000",
                "bob 1 identifiers, 0 clicks, 1 orders of 5.0000");
        Result shown = stack.run("identity", "show", "ann");
        succeeds(shown);
        assertThat(shown.out()).contains("anonymous_id", "cookie", "linked");

        succeeds(stack.run("identity", "merge", "ann", "bob", "--reason", "asked", "--wait"));
        assertProfiles(stack, "ann 3 identifiers, 2 clicks, 2 orders of 15.0000");
        assertThat(stack.run("identity", "show", "bob").out()).contains("ann", "merged");

        succeeds(stack.run("identity", "unmerge", "ann", "bob", "--wait"));
        assertProfiles(
                stack,
                "ann 2 identifiers, 2 clicks, 1 orders of 10.0000",
                "bob 1 identifiers, 0 clicks, 1 orders of 5.0000");

        Result nobody = stack.run("identity", "show", "nobody");
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.err().strip().lines()).singleElement().asString().contains("nobody");
    }

    private static void assertProfiles(RunningStack stack, String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(profiles(stack)).containsExactly(expected));
    }

    private static List<String> profiles(RunningStack stack) throws SQLException {
        return stack.query("""
                        select customer_id, identifier_count, event_count, order_count, net_sales
                        from core.customer_profiles order by customer_id""").stream()
                .map(row -> "%s %s identifiers, %s clicks, %s orders of %s".formatted(row.toArray()))
                .toList();
    }

    private static String click(String id, String at, String identifiers) {
        return """
                {"topic": "clickstream", "event_id": "click-%s", "event_name": "page_viewed", "occurred_at": "%s", \
                "source": "shop", "channel": "web", %s}""".formatted(id, at, identifiers);
    }

    private static String order(String id, String at, String customer, String gross) {
        return """
                {"topic": "orders", "event_id": "order-%s", "event_name": "order_placed", "occurred_at": "%s", \
                "source": "shop", "channel": "web", "customer_id": "%s", "order_id": "%s", "currency": "GBP", \
                "gross_amount": "%s"}""".formatted(id, at, customer, id, gross);
    }
}
