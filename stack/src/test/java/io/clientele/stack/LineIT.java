package io.clientele.stack;

import static io.clientele.stack.LineAssertions.assertChecksFindNothing;
import static io.clientele.stack.LineAssertions.assertEveryRecordIsSomewhereOnce;
import static io.clientele.stack.LineAssertions.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clientele.schemas.EventContract;
import io.clientele.stack.RunningStack.Command;
import io.clientele.stack.RunningStack.Result;
import io.clientele.stack.parts.JobDefinition;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From files to reports on real servers: what Trino shows equals what was computed from the same files elsewhere. */
@ExtendWith(StackExtension.class)
class LineIT {
    private static final String ONLINE_RETAIL = "online_retail_A.csv.gz";
    private static final List<String> REBUILT = List.of(
            "customer_profiles",
            "customer_behaviour",
            "customer_rfm",
            "customer_rfm_history",
            "rfm_cut_points",
            "segment_changes",
            "customer_attributes",
            "loyalty_status",
            "sessions",
            "carts");
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @BeforeEach
    void anEmptyLine(RunningStack stack) throws IOException, InterruptedException {
        succeeds(stack.run("reset", "--yes"));
    }

    @Test
    void theDemoIsExactThoughTheTaskManagerIsKilledMeanwhile(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException, SQLException {
        long seed = new Random().nextLong();
        System.out.println("kill of seed " + seed);
        Random random = new Random(seed);

        Command demo = stack.start(Map.of(), "demo");
        long from = 1L + random.nextInt(20_000);
        long clicks = await("click " + from + " in the archive")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> number(stack, "select count(*) from raw.clickstream"), count -> count >= from);
        long victim = stack.processOf("taskmanager");
        ProcessHandle.of(victim).orElseThrow().destroyForcibly();
        await("another TaskManager").atMost(PATIENCE).until(() -> stack.processOf("taskmanager") != victim);
        assertThat(clicks).as("clicks that were archived at the kill").isLessThan(91_111);
        Result ended = demo.result();

        succeeds(ended);
        assertThat(ended.out()).contains("== cohorts");
        assertThat(eventsSent(ended)).isGreaterThan(113_389).isEqualTo(eventsArchived(stack));
        assertThat(number(stack, "select count(*) from raw.clickstream")).isEqualTo(91_111);
        assertThat(number(stack, "select count(*) from raw.customers")).isEqualTo(10_037);
        if (ReferenceData.isThere()) {
            assertScoresEqual(stack, "online_retail_A_net_2011-12-10");
            assertCohortsEqualTheOracle(stack);
        }
        assertChecksFindNothing(stack);
        assertNothingCameLate(stack);
        assertEveryRecordIsSomewhereOnce(stack);
        assertTheReadmesQueriesAnswer(stack);
        succeeds(stack.run("status"));
        assertThat(new KafkaLog(stack).segmentChangeKeys())
                .as("customers with a segment change on the topic, keyed by customer")
                .containsAll(stack.query("select distinct customer_id from core.customer_rfm").stream()
                        .map(row -> row.get(0))
                        .toList());
        assertARebuildFromTheArchiveGivesTheSame(stack, folder);
        assertThat(stack.jobClassLoaders("jobmanager"))
                .as(
                        "class loaders of jobs, one for the submission and one for the run of each: those of ended jobs are gone")
                .isLessThanOrEqualTo(2L * JobDefinition.ALL.size());
    }

    @Test
    void importingTwiceWithPoisonInBetweenChangesNothing(RunningStack stack)
            throws IOException, InterruptedException, SQLException {
        ReferenceData.require();
        String file = ReferenceData.file(ONLINE_RETAIL).toString();
        Command first = stack.start(Map.of(), "import", "--format", "online-retail", file, "--as-of", "2011-12-10");
        KafkaLog log = new KafkaLog(stack);
        Set<KafkaLog.Position> poison = log.poison(new Random(20111210), 122);
        succeeds(first.result());
        succeeds(stack.run("import", "--format", "online-retail", file, "--as-of", "2011-12-10", "--wait"));

        assertScoresEqual(stack, "online_retail_A_net_2011-12-10");
        assertThat(positions(stack, "select topic, partition, \"offset\" from raw.dead_letters"))
                .isEqualTo(poison);
        assertThat(number(
                        stack,
                        "select count(*) from raw.dead_letters where reason is null or detail is null"
                                + " or value_size > 0 and record_value is null and reason <> 'oversized'"))
                .isZero();
        assertChecksFindNothing(
                stack, "raw_event_ids", "raw_offsets", "profile_totals", "sales_totals", "rfm_from_raw_orders");
        assertEveryRecordIsSomewhereOnce(stack);
    }

    /** What other formats say is compared by OracleImportTest, what follows from it by RfmOracleTest. */
    @Test
    void scoresEqualTheOracle(RunningStack stack) throws IOException, InterruptedException, SQLException {
        ReferenceData.require();
        succeeds(stack.run(
                "import",
                "--format",
                "orders-csv",
                ReferenceData.file("rfm_data_orders.csv.gz").toString(),
                "--as-of",
                "2006-12-31",
                "--wait"));

        assertScoresEqual(stack, "data_orders_2006-12-31");
    }

    private static void assertCohortsEqualTheOracle(RunningStack stack) throws IOException, SQLException {
        assertThat(cohorts(
                        stack,
                        "select cohort, cohort_size, month_number, active_customers, retention_pct, orders, revenue"
                                + " from mart.customer_cohorts order by cohort, month_number"))
                .isEqualTo(expectedCohorts());
        assertThat(cohorts(stack, """
                        select date_format(cohort, '%Y-%m'), cohort_size, period_number, active_customers, retention_pct, orders, revenue
                        from mart.cohort_retention where period = 'month' and acquisition_channel = 'all'
                        order by cohort, period_number""")).isEqualTo(expectedCohorts());
    }

    private static long eventsSent(Result ended) {
        Matcher sent = Pattern.compile("events sent +([0-9,]+)").matcher(ended.out());
        assertThat(sent.find()).as(ended.out()).isTrue();
        return Long.parseLong(sent.group(1).replace(",", ""));
    }

    private static long eventsArchived(RunningStack stack) throws SQLException {
        long events = 0;
        for (EventContract contract : EventContract.events()) {
            events += number(stack, "select count(*) from raw." + contract.topic());
        }
        return events;
    }

    /** Over plain JDBC with the public driver, as a BI tool would. */
    private static void assertTheReadmesQueriesAnswer(RunningStack stack) throws IOException, SQLException {
        List<String> queries = Pattern.compile("\\./clientele sql [^\"\n]*\"([^\"]+)\"")
                .matcher(Files.readString(StackExtension.project().resolve("README.md")))
                .results()
                .map(query -> query.group(1))
                .toList();
        assertThat(queries).hasSizeGreaterThanOrEqualTo(2);
        for (String query : queries) {
            assertThat(stack.query(query)).as(query).isNotEmpty();
        }
        assertThat(stack.query("select table_schem || '.' || table_name || '.' || column_name from system.jdbc.columns"
                        + " where table_cat = 'lake' and table_schem in ('raw', 'core', 'mart') and remarks is null"))
                .as("columns without a comment")
                .isEmpty();
    }

    /** What raw.* holds, folded from the start in an empty line, in another order and interleaving: the same tables. */
    private static void assertARebuildFromTheArchiveGivesTheSame(RunningStack stack, Path folder)
            throws IOException, InterruptedException, SQLException {
        Map<String, Set<String>> live = new TreeMap<>();
        for (String view : REBUILT) {
            live.put(view, rows(stack, view));
        }
        Path events = folder.resolve("raw.ndjson");
        try (BufferedWriter writer = Files.newBufferedWriter(events)) {
            for (String topic : List.of("clickstream", "orders", "customers")) {
                for (List<String> row : stack.query(asJson(topic))) {
                    writer.append(row.get(0)).append('\n');
                }
            }
        }

        succeeds(stack.run("reset", "--yes"));
        succeeds(
                stack.run("import", "--format", "events-ndjson", events.toString(), "--as-of", "2011-12-10", "--wait"));

        assertNothingCameLate(stack);
        Map<String, List<String>> differences = new TreeMap<>();
        for (Map.Entry<String, Set<String>> view : live.entrySet()) {
            Set<String> rebuilt = rows(stack, view.getKey());
            differences.put("only in the live " + view.getKey(), missing(view.getValue(), rebuilt));
            differences.put("only in the rebuilt " + view.getKey(), missing(rebuilt, view.getValue()));
        }
        differences.values().removeIf(List::isEmpty);
        assertThat(differences).as("rows, the first of each kind").isEmpty();
    }

    private static List<String> missing(Set<String> rows, Set<String> others) {
        return rows.stream().filter(row -> !others.contains(row)).limit(20).toList();
    }

    /** All columns that do not tell in which order the events came, and how often such a row is there. */
    private static Set<String> rows(RunningStack stack, String view) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (List<String> column : stack.query("""
                select column_name, type_name from system.jdbc.columns
                where table_cat = 'lake' and table_schem = 'core' and table_name = '%s'
                    and column_name not in ('changed_at', 'version')
                order by ordinal_position""".formatted(view))) {
            String text = column.get(1).startsWith("array(")
                    ? "json_format(cast(%s as json))"
                    : column.get(1).startsWith("map(")
                            ? "array_join(array_sort(transform(map_entries(%s),"
                                    + " entry -> cast(entry[1] as varchar) || '=' || cast(entry[2] as varchar))), ',')"
                            : "cast(%s as varchar)";
            columns.add("coalesce(" + text.formatted(column.get(0)) + ", '-')");
        }
        return stack
                .query("select concat_ws('|', %s) || ' x ' || cast(count(*) as varchar) from core.%s group by %s"
                        .formatted(String.join(", ", columns), view, String.join(", ", columns)))
                .stream()
                .map(row -> row.get(0))
                .collect(Collectors.toSet());
    }

    /** Each event of a topic as {@code import --format events-ndjson} reads it. */
    private static String asJson(String topic) {
        List<String> values = new ArrayList<>(List.of("cast('" + topic + "' as json)"));
        List<String> names = new ArrayList<>(List.of("'topic'"));
        for (Schema.Field field : EventContract.of(topic).schema().getFields()) {
            names.add("'" + field.name() + "'");
            boolean isInstant = field.schema().toString().contains("timestamp-micros");
            values.add("cast(%s as json)".formatted(isInstant ? "to_iso8601(" + field.name() + ")" : field.name()));
        }
        return "select json_format(cast(map(array[%s], array[%s]) as json)) from raw.%s"
                .formatted(String.join(", ", names), String.join(", ", values), topic);
    }

    private static long number(RunningStack stack, String sql) throws SQLException {
        return Long.parseLong(stack.query(sql).get(0).get(0));
    }

    private static Set<KafkaLog.Position> positions(RunningStack stack, String sql) throws SQLException {
        Set<KafkaLog.Position> positions = new TreeSet<>();
        for (List<String> row : stack.query(sql)) {
            positions.add(new KafkaLog.Position(row.get(0), Integer.parseInt(row.get(1)), Long.parseLong(row.get(2))));
        }
        return positions;
    }

    /** Customer by customer, and the cut points. */
    private static void assertScoresEqual(RunningStack stack, String oracle) throws IOException, SQLException {
        String asOf = oracle.substring(oracle.length() - "2011-12-10".length());
        Map<String, String> expected = new TreeMap<>();
        for (Map<String, String> row : ReferenceData.csv("oracle/rfm_" + oracle + ".csv")) {
            List<String> values = new ArrayList<>(row.values());
            expected.put(values.get(0), String.join(" ", values.subList(1, values.size())));
        }
        Map<String, String> scores = new TreeMap<>();
        for (List<String> row : stack.query("""
                select customer_id, recency_days, frequency, monetary, r_score, f_score, m_score, segment
                from core.customer_rfm where as_of_date = date '%s'""".formatted(asOf))) {
            scores.put(row.get(0), String.join(" ", row.subList(1, row.size())));
        }
        assertThat(scores).as(oracle).hasSameSizeAs(expected).isEqualTo(expected);

        Map<String, String> cuts = new TreeMap<>();
        for (Map<String, String> row : ReferenceData.csv("oracle/rfm_" + oracle + "_cuts.csv")) {
            cuts.put(
                    row.get("metric"),
                    Stream.of("p20", "p40", "p60", "p80").map(row::get).toList().toString());
        }
        Map<String, String> inForce = new TreeMap<>();
        for (List<String> row : stack.query("""
                select metric, cast(p20 as decimal(20,6)), cast(p40 as decimal(20,6)), cast(p60 as decimal(20,6)),
                    cast(p80 as decimal(20,6))
                from core.rfm_cut_points where as_of_date = date '%s'""".formatted(asOf))) {
            inForce.put(row.get(0), row.subList(1, 5).toString());
        }
        assertThat(inForce).as("cut points of " + oracle).isEqualTo(cuts);
    }

    private static List<String> cohorts(RunningStack stack, String query) throws SQLException {
        return stack.query(query).stream().map(LineIT::exactly).toList();
    }

    private static List<String> expectedCohorts() throws IOException {
        return ReferenceData.csv("oracle/cohort_online_retail_monthly.csv").stream()
                .map(row -> exactly(row.values()))
                .toList();
    }

    /** The values, with the last one's zeros after its last digit left out. */
    private static String exactly(Collection<String> values) {
        List<String> texts = new ArrayList<>(values);
        texts.add(new BigDecimal(texts.remove(texts.size() - 1))
                .stripTrailingZeros()
                .toPlainString());
        return String.join(",", texts);
    }

    /** An import sends in the order of event time, so that nothing in it is late, whatever restarts meanwhile. */
    private static void assertNothingCameLate(RunningStack stack) throws SQLException {
        assertThat(stack.query("select * from raw.late_events"))
                .as("late events")
                .isEmpty();
    }
}
