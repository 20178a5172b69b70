package io.clientele.stack.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clientele.stack.KafkaLog;
import io.clientele.stack.LineAssertions;
import io.clientele.stack.RunningStack;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.generic.GenericRecord;

/** Compares all that the line has made of the records with what they must come to. The load is paused meanwhile. */
record Verification(RunningStack stack, Commits commits) {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    /** Reads what the events say anew, each in another way than the jobs do. */
    private static final List<String> CHECKS =
            List.of("live_keys", "rfm_from_raw_orders", "rfm_reconciliation", "sessions_events", "carts_events");

    /**
     * Compares tables, and the topic of segment changes too unless records of it were given up.
     *
     * @param poison where the records are that must be dead letters
     */
    void verify(Set<KafkaLog.Position> poison, boolean isTopicWhole) throws Exception {
        KafkaLog log = new KafkaLog(stack);
        // rows that are there twice stay there, so waiting makes nothing right that is wrong
        await("every record in raw.* or among the dead letters")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() -> LineAssertions.assertEveryRecordIsSomewhereOnce(stack));
        assertThat(positions("select topic, partition, \"offset\" from raw.dead_letters"))
                .isEqualTo(poison);
        Recomputed expected = Recomputed.of(log, poison);
        compare("orders", expected.orders(), """
                select order_id, customer_id, gross_sales - cancelled_sales, discounts - cancelled_discounts,
                    if(is_cancelled, decimal '0.0000', refunds), fulfillment_status from core.orders""");
        compare("profiles", expected.profiles(), """
                select customer_id, order_count, item_count, gross_sales, discounts, refunds, net_sales, event_count, cart_additions
                from core.customer_profiles""");
        compare(
                "scores",
                expected.scores(),
                "select customer_id, frequency, monetary from core.customer_rfm where frequency > 0");
        compare("sessions", expected.sessions(), """
                select visitor, date_format(started_at, '%Y-%m-%d %H:%i:%s'), date_format(ended_at, '%Y-%m-%d %H:%i:%s'), event_count
                from core.sessions""");
        if (isTopicWhole) {
            compareMoves(log);
        }
        compare("carts", expected.carts(), "select cart_id, unit_count, order_id from core.carts");
        for (String check : CHECKS) {
            await(check)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> LineAssertions.assertChecksFindNothing(stack, check));
        }
        commits.assertEachOnce();
    }

    /** Every row of a table, and how often it is there. */
    private void compare(String what, Set<String> expected, String sql) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Set<String> rows = new TreeSet<>();
            Set<String> wrong = new TreeSet<>();
            for (List<String> row : stack.query(sql)) {
                String text = String.join(" ", row);
                if (!rows.add(text)) {
                    wrong.add("twice: " + text);
                } else if (!expected.contains(text)) {
                    wrong.add("not expected: " + text);
                }
            }
            expected.stream().filter(row -> !rows.contains(row)).forEach(row -> wrong.add("missing: " + row));
            assertThat(wrong.stream().limit(20))
                    .as("%d of %d %s", wrong.size(), expected.size(), what)
                    .isEmpty();
        });
    }

    /** On the topic each move of a person begins where the one before has ended, and the last ends where the person is. */
    private void compareMoves(KafkaLog log) {
        await("segment changes on the topic")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    Map<String, String> segments = new TreeMap<>();
                    List<String> torn = new ArrayList<>();
                    for (GenericRecord move : log.segmentChanges()) {
                        String person = String.valueOf(move.get("person_id"));
                        String from = String.valueOf(move.get("from_segment"));
                        if (!from.equals(segments.getOrDefault(person, "prospect"))) {
                            torn.add(move.toString());
                        }
                        segments.put(person, String.valueOf(move.get("to_segment")));
                    }
                    assertThat(torn)
                            .as("moves that do not begin where the person was")
                            .isEmpty();
                    Map<String, String> live = new TreeMap<>();
                    stack.query("select person_id, segment from core.customer_rfm")
                            .forEach(row -> live.put(row.get(0), row.get(1)));
                    assertThat(segments).isEqualTo(live);
                });
    }

    private Set<KafkaLog.Position> positions(String sql) throws SQLException {
        Set<KafkaLog.Position> positions = new TreeSet<>();
        for (List<String> row : stack.query(sql)) {
            positions.add(new KafkaLog.Position(row.get(0), Integer.parseInt(row.get(1)), Long.parseLong(row.get(2))));
        }
        return positions;
    }
}
