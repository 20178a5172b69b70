package io.clientele.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;
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
import java.util.Locale;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @BeforeAll
    static void needsTheReferenceData() {
        ReferenceData.require();
    }

    @BeforeEach
    void anEmptyLine(RunningStack stack) throws IOException, InterruptedException {
        succeeds(stack.run("reset", "--yes"));
    }

    @Test
    void theDemoIsExactThoughTheTaskManagerIsKilledMeanwhile(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException, SQLException {
        long seed = new Random().nextLong();
        System.out.println("kills of seed " + seed);
        Random random = new Random(seed);

        Command demo = stack.start(Map.of(), "demo");
        long clicks = 0;
        for (int kill = 1; kill <= 3; kill++) {
            long from = clicks + 1 + random.nextInt(20_000);
            clicks = await("click " + from + " in the archive")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> number(stack, "select count(*) from raw.clickstream"), count -> count >= from);
            long victim = stack.processOf("taskmanager");
            ProcessHandle.of(victim).orElseThrow().destroyForcibly();
            await("another TaskManager").atMost(PATIENCE).until(() -> stack.processOf("taskmanager") != victim);
        }
        assertThat(clicks).as("clicks that were archived at the last kill").isLessThan(199_304);
        Result ended = demo.result();

        succeeds(ended);
        assertThat(ended.out()).contains("== cohorts");
        assertThat(eventsSent(ended)).isGreaterThan(211_412).isEqualTo(eventsArchived(stack));
        assertScoresEqual(stack, "online_retail_A_net_2011-12-10");
        assertThat(number(stack, "select count(*) from raw.clickstream")).isEqualTo(199_304);
        assertThat(number(stack, "select count(*) from raw.customers")).isEqualTo(10_037);
        assertThat(cohorts(stack)).isEqualTo(expectedCohorts());
        assertChecksFindNothing(stack);
        assertNothingCameLate(stack);
        assertEveryRecordIsSomewhereOnce(stack);
        assertTheReadmesQueriesAnswer(stack);
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
        String file = ReferenceData.file(ONLINE_RETAIL).toString();
        succeeds(stack.run("import", "--format", "online-retail", file, "--as-of", "2011-06-30", "--wait"));
        assertScoresEqual(stack, "online_retail_A_net_2011-06-30");

        Command second = stack.start(Map.of(), "import", "--format", "online-retail", file, "--as-of", "2011-12-10");
        KafkaLog log = new KafkaLog(stack);
        Set<KafkaLog.Position> poison = log.poison(new Random(20111210), 122);
        succeeds(second.result());
        succeeds(stack.run("import", "--format", "online-retail", file, "--as-of", "2011-12-10", "--wait"));

        assertScoresEqual(stack, "online_retail_A_net_2011-12-10");
        assertThat(positions(stack, "select topic, partition, \"offset\" from raw.dead_letters"))
                .isEqualTo(poison);
        assertThat(number(
                        stack,
                        "select count(*) from raw.dead_letters where reason is null or detail is null"
                                + " or value_size > 0 and record_value is null and reason <> 'oversized'"))
                .isZero();
        assertChecksFindNothing(stack);
        assertEveryRecordIsSomewhereOnce(stack);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            orders-csv, oracle/orders_online_retail.csv.gz, online_retail_A_gross_2011-06-30, online_retail_A_gross_2011-12-10
            cdnow,      CDNOW_sample.txt.gz,                cdnow_sample_1998-07-01,
            orders-csv, rfm_data_orders.csv.gz,             data_orders_2006-12-31,
            """)
    void scoresEqualTheOracle(
            String format, String file, String oracle, @Nullable String laterOracle, RunningStack stack)
            throws IOException, InterruptedException, SQLException {
        for (String expected :
                Stream.of(oracle, laterOracle).filter(name -> name != null).toList()) {
            String asOf = expected.substring(expected.length() - "2011-12-10".length());
            succeeds(stack.run(
                    "import", "--format", format, ReferenceData.file(file).toString(), "--as-of", asOf, "--wait"));

            assertScoresEqual(stack, expected);
        }
        assertChecksFindNothing(stack);
    }

    /** The shop counted the sessions that came to each page and to all before it; so does a funnel within a session. */
    private static void assertFunnelEqualsTheOracle(RunningStack stack, Path folder)
            throws IOException, InterruptedException, SQLException {
        Path funnels = folder.resolve("funnels.properties");
        Files.writeString(funnels, """
                shop.steps = page_viewed /home, page_viewed /products, page_viewed /the-original-mr-fuzzy, page_viewed /cart, \
                page_viewed /shipping, page_viewed /billing, order_placed
                shop.window = session
                """);
        Path config = stack.home().resolve("conf/jobs.properties");
        succeeds(stack.run(
                Map.of("CLIENTELE_S3_ACCESS_KEY", "clientele", "CLIENTELE_S3_SECRET_KEY", "of-somebody-else"),
                "deploy",
                "--config",
                config.toString(),
                "--trino",
                stack.jdbcUrl(),
                "--set",
                "funnels.file=" + funnels));

        assertThat(stack.query("""
                        select cast(sum(reached) as varchar)
                        from mart.funnel_daily where funnel = 'shop' group by step_number order by step_number"""))
                .extracting(row -> row.get(0))
                .containsExactlyElementsOf(ReferenceData.csv("oracle/funnel_maven_first_sessions.csv").stream()
                        .map(row -> row.get("sessions_with_this_and_all_earlier_steps"))
                        .toList());
    }

    /**
     * The shop's own sessions were cut where the visitor was away for longer than thirty minutes, by the same page views; each has
     * the number of the user's session. Ours say start, end, events and orders: the shop thanks for every order on a page of its
     * own, at the second of the order.
     */
    @Test
    void sessionsEqualTheOracle(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException, SQLException {
        ReferenceData.unpack("maven_subset.tar.gz", folder);
        succeeds(stack.run(
                "import",
                "--format",
                "maven",
                folder.resolve("website_sessions.csv").toString(),
                "--wait"));

        List<String> expected = new ArrayList<>();
        for (Map<String, String> row : ReferenceData.csv("oracle/sessions_maven_first_sessions.csv.gz")) {
            expected.add(Stream.of("user_id", "session_no", "start", "end", "events", "purchase")
                    .map(row::get)
                    .toList()
                    .toString());
        }
        List<String> sessions = new ArrayList<>();
        for (List<String> row : stack.query("""
                select substr(visitor, length('anonymous_id:') + 1),
                    row_number() over (partition by visitor order by started_at),
                    date_format(started_at, '%Y-%m-%d %H:%i:%s'), date_format(ended_at, '%Y-%m-%d %H:%i:%s'),
                    event_count, order_count
                from core.sessions""")) {
            sessions.add(row.toString());
        }
        assertThat(sessions).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(number(stack, "select count(distinct visitor) from core.sessions"))
                .isEqualTo(ReferenceData.csv("oracle/sessions_maven_first_sessions.csv.gz").stream()
                        .map(row -> row.get("user_id"))
                        .distinct()
                        .count());
        assertFunnelEqualsTheOracle(stack, folder);
        assertChecksFindNothing(stack);
    }

    /** Kevin Hillstrom's e-mail test: how often, how many and how much more, with interval and p-value, for each arm and both. */
    @Test
    void theLiftOfACampaignEqualsTheOracle(RunningStack stack) throws IOException, InterruptedException, SQLException {
        String file = ReferenceData.file("hillstrom_A.csv.gz").toString();
        succeeds(stack.run("import", "--format", "hillstrom", file, "--wait"));

        Map<String, List<Double>> expected = new TreeMap<>();
        for (Map<String, String> row : ReferenceData.csv("oracle/hillstrom_uplift.csv")) {
            String treatment = String.valueOf(row.get("treatment"));
            String arm = treatment.equals("any e-mail")
                    ? "any_treatment"
                    : treatment.toLowerCase(Locale.ROOT).replaceAll("[ -]", "_");
            expected.put(
                    arm + " " + String.valueOf(row.get("metric")).replace("spend", "revenue"),
                    Stream.of(
                                    "n_treated",
                                    "n_control",
                                    "mean_treated",
                                    "mean_control",
                                    "uplift",
                                    "se",
                                    "ci95_low",
                                    "ci95_high",
                                    "relative_uplift",
                                    "p_unpooled",
                                    "incremental_total")
                            .map(column -> Double.valueOf(row.get(column)))
                            .toList());
        }
        Map<String, List<Double>> lifts = new TreeMap<>();
        for (List<String> row : stack.query("""
                select arm || ' ' || metric, people, holdout_people, mean, holdout_mean, lift, standard_error, lift_low, lift_high,
                    relative_lift, p_value, incremental_total
                from mart.campaign_lift where campaign = 'hillstrom'""")) {
            lifts.put(row.get(0), row.stream().skip(1).map(Double::valueOf).toList());
        }
        assertThat(lifts).containsOnlyKeys(expected.keySet());
        expected.forEach((arm, values) -> {
            List<Double> lift = lifts.getOrDefault(arm, List.of());
            for (int column = 0; column < values.size(); column++) {
                assertThat(lift.get(column))
                        .as("%s, value %d of %s", arm, column, lift)
                        .isCloseTo(values.get(column), within(0.5e-4));
            }
        });
        assertThat(stack.query("select distinct is_sample_ratio_mismatch, mixed_people from mart.campaign_lift"))
                .as("sizes of the arms as they should be, and nobody in two")
                .containsExactly(List.of("false", "0"));
        Result report = stack.run("report", "campaign", "hillstrom");
        succeeds(report);
        assertThat(report.out()).contains("mens_e_mail", "significant", "█");
        Result unknown = stack.run("report", "campaign", "hilstrom");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains("there is no campaign 'hilstrom'", "hillstrom");
        assertChecksFindNothing(stack);
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

    private static void succeeds(Result result) {
        assertThat(result.status()).as(result.out() + result.err()).isZero();
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

    private static List<String> cohorts(RunningStack stack) throws SQLException {
        return stack.query("""
                        select cohort, cohort_size, month_number, active_customers, retention_pct, orders, revenue
                        from mart.customer_cohorts order by cohort, month_number""").stream().map(LineIT::exactly).toList();
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

    private static void assertChecksFindNothing(RunningStack stack) throws IOException, SQLException {
        try (Stream<Path> checks = Files.list(StackExtension.project().resolve("sql/checks"))) {
            for (Path check : checks.sorted().toList()) {
                assertThat(stack.query(Files.readString(check).strip().replaceFirst(";$", "")))
                        .as(check.getFileName().toString())
                        .isEmpty();
            }
        }
    }

    /** An import sends in the order of event time, so that nothing in it is late, whatever restarts meanwhile. */
    private static void assertNothingCameLate(RunningStack stack) throws SQLException {
        assertThat(stack.query("select * from raw.late_events"))
                .as("late events")
                .isEmpty();
    }

    /** Each record of the event topics is in raw.* or among the dead letters, or repeats an event that is in raw.*. */
    private static void assertEveryRecordIsSomewhereOnce(RunningStack stack) throws SQLException {
        KafkaLog log = new KafkaLog(stack);
        List<String> places =
                new ArrayList<>(List.of("select topic, partition, \"offset\", 'dead' as id from raw.dead_letters"));
        for (String topic : KafkaLog.TOPICS) {
            places.add("select '%s', kafka_partition, kafka_offset, event_id from raw.%s".formatted(topic, topic));
        }
        Set<KafkaLog.Position> kept = new TreeSet<>();
        Set<String> ids = new TreeSet<>();
        for (List<String> row : stack.query(String.join(" union all ", places))) {
            if (!kept.add(
                    new KafkaLog.Position(row.get(0), Integer.parseInt(row.get(1)), Long.parseLong(row.get(2))))) {
                fail(row + " is there twice");
            }
            ids.add(row.get(3));
        }
        Map<KafkaLog.Position, byte[]> records = log.records();
        assertThat(records.keySet().containsAll(kept))
                .as("what is kept is in Kafka")
                .isTrue();
        records.forEach((position, value) -> {
            if (!kept.contains(position)) {
                assertThat(ids).as("the event at %s", position).contains(log.eventId(position.topic(), value));
            }
        });
    }
}
