package io.clientele.stack;

import static io.clientele.stack.LineAssertions.assertChecksFindNothing;
import static io.clientele.stack.LineAssertions.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.clientele.stack.RunningStack.Command;
import io.clientele.stack.RunningStack.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Visits, funnels and campaigns of shops that others have counted: what Trino shows equals what they found. */
@ExtendWith(StackExtension.class)
class JourneysIT {

    @BeforeEach
    void anEmptyLine(RunningStack stack) throws IOException, InterruptedException {
        succeeds(stack.run("reset", "--yes"));
    }

    /**
     * The shop's own sessions were cut where the visitor was away for longer than thirty minutes, by the same page views; each has
     * the number of the user's session. Ours say start, end, events and orders: the shop thanks for every order on a page of its
     * own, at the second of the order.
     */
    @Test
    void sessionsEqualTheOracle(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException, SQLException {
        ReferenceData.require();
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
        assertFunnelEqualsTheOracle(stack, folder);
        assertChecksFindNothing(
                stack, "sessions_events", "carts_events", "journey_steps", "references", "interactions_complete");
        assertARebuildTakesInWhatCameLate(stack, folder);
        assertChecksFindNothing(
                stack, "live_keys", "profile_totals", "rfm_from_raw_orders", "rfm_reconciliation", "identity_persons");
    }

    /**
     * A click that came weeks too late is in none of the live tables; a rebuild has it, and else the same rows. After the swap the live
     * tables have it, and what comes then is counted once.
     */
    private static void assertARebuildTakesInWhatCameLate(RunningStack stack, Path folder)
            throws IOException, InterruptedException, SQLException {
        String visitor = stack.query(
                        "select substr(min(visitor), length('anonymous_id:') + 1) from core.sessions where order_count = 0")
                .get(0)
                .get(0);
        String views = "select page_views from core.customer_profiles where anonymous_id = '" + visitor + "'";
        long before = Long.parseLong(stack.query(views).get(0).get(0));
        click(stack, folder, "late", "2012-03-01T09:00:00Z", visitor);
        assertThat(stack.query("select event_id, job, reason from raw.late_events order by job"))
                .containsExactly(
                        List.of("late", "clientele-journey", "beyond_sessions"),
                        List.of("late", "clientele-profile", "beyond_deduplication"));
        assertThat(stack.query(views)).containsExactly(List.of(String.valueOf(before)));

        Result profile = stack.run("rebuild", "customer_profiles");
        succeeds(profile);
        assertThat(profile.out())
                .containsPattern("(?m)^customer_profiles +\\d+ +1 +0 +0 +1 ")
                .containsPattern("(?m)^customer_rfm +\\d+ +0 +0 +0 +0$")
                .containsPattern("(?m)^rfm_cut_points +\\d+ +0 +0 +0 +0$")
                .contains("late for the live job: 1 events of clickstream");
        Result again = stack.run("rebuild", "customer_rfm");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("there is a rebuild of profile", "--swap", "--drop");

        cutOffASwap(stack);
        succeeds(stack.run("rebuild", "profile", "--swap"));
        // later than the last refund, which is where the clock of the other jobs stands
        String next = stack.query("""
                        select to_iso8601(max(occurred_at) + interval '1' hour) from (
                            select occurred_at from raw.clickstream union all select occurred_at from raw.orders)""").get(0).get(0);
        click(stack, folder, "after", next, visitor);

        assertThat(stack.query(views)).containsExactly(List.of(String.valueOf(before + 2)));
        assertThat(stack.query("select job from raw.late_events")).containsExactly(List.of("clientele-journey"));
        succeeds(stack.run("rebuild", "profile", "--drop"));
        assertThat(stack.query("show schemas from lake like 're%'")).isEmpty();
    }

    /** When some of the tables are the rebuilt ones and others are not, nobody may start the live job on them. */
    private static void cutOffASwap(RunningStack stack) throws IOException, InterruptedException {
        Command swap = stack.start(Map.of(), "rebuild", "profile", "--swap");
        await("the first table of those that go")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !stack.query("""
                                select table_name from information_schema.tables where table_schema = 'retired_profile'""").isEmpty());
        swap.process().destroyForcibly();
        assertThat(swap.result().status()).as("ended by force").isNotZero();

        Result submitted = stack.run("jobs", "submit", "profile");
        assertThat(submitted.err() + submitted.out()).contains("rebuild profile --swap");
        Result dropped = stack.run("rebuild", "profile", "--drop");
        assertThat(dropped.status()).isEqualTo(1);
        assertThat(dropped.err()).contains("was about to become the live one", "--swap goes on with that");
    }

    private static void click(RunningStack stack, Path folder, String id, String at, String visitor)
            throws IOException, InterruptedException {
        Path file = folder.resolve(id + ".ndjson");
        Files.writeString(file, """
                {"topic": "clickstream", "event_id": "%s", "event_name": "page_viewed", "occurred_at": "%s", \
                "source": "shop", "channel": "web", "anonymous_id": "%s"}""".formatted(id, at, visitor));
        succeeds(stack.run("import", "--format", "events-ndjson", file.toString(), "--wait"));
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
        assertSegmentsAreThoseOfTheDay(stack);
    }

    /** Who had a segment at the beginning of the day of entry is in it; the others are prospects or not known. */
    private static void assertSegmentsAreThoseOfTheDay(RunningStack stack) throws SQLException {
        List<List<String>> bySegment = stack.query("""
                select if(segment in ('prospect', 'anonymous'), 'none', segment), cast(sum(entries) as varchar)
                from mart.funnel_daily where funnel = 'shop' and step_number = 1 group by 1 order by 1""");

        assertThat(bySegment).isEqualTo(stack.query("""
                        select coalesce(day.segment, 'none'), cast(count(*) as varchar)
                        from core.funnel_entries as entry
                        left join core.customer_rfm_history as day
                            on day.person_id = entry.person_id and day.as_of_date = cast(entry.entered_at as date)
                        where entry.funnel = 'shop' group by 1 order by 1"""));
        assertThat(stack.query("select distinct segment from mart.funnel_daily where funnel = 'shop'"))
                .contains(List.of("anonymous"), List.of("prospect"));
    }

    /** Kevin Hillstrom's e-mail test: how often, how many and how much more, with interval and p-value, for each arm and both. */
    @Test
    void theLiftOfACampaignEqualsTheOracle(RunningStack stack) throws IOException, InterruptedException, SQLException {
        ReferenceData.require();
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
        assertChecksFindNothing(
                stack,
                "attribution_totals",
                "contactable",
                "interactions_complete",
                "interactions_persons",
                "sales_totals");
    }

    /**
     * Whoever was assigned to two arms counts in the first one, and is counted as such; a click after the order led to nothing. Its
     * sender's clock was ten minutes fast: by the time at which it was received the click before the order is one before it.
     */
    @Test
    void aPersonCountsInTheFirstArmAndATouchAfterTheOrderLeadsToNothing(RunningStack stack, @TempDir Path folder)
            throws IOException, InterruptedException, SQLException {
        Path file = folder.resolve("campaign.ndjson");
        Files.write(
                file,
                List.of(
                        message(
                                "message_sent",
                                "first",
                                "08:00:00",
                                "both",
                                "spring",
                                "\"arm\": \"mail\", \"arm_share\": 0.5"),
                        message(
                                "message_suppressed",
                                "second",
                                "08:05:00",
                                "both",
                                "spring",
                                "\"arm\": \"holdout\", \"arm_share\": 0.5, \"reason\": \"holdout\""),
                        message(
                                "message_sent",
                                "third",
                                "08:00:00",
                                "mailed",
                                "spring",
                                "\"arm\": \"mail\", \"arm_share\": 0.5"),
                        message(
                                "message_suppressed",
                                "fourth",
                                "08:00:00",
                                "held",
                                "spring",
                                "\"arm\": \"holdout\", \"arm_share\": 0.5, \"reason\": \"holdout\""),
                        message(
                                "message_clicked",
                                "first",
                                "09:35:00",
                                "both",
                                "spring",
                                "\"sent_at\": \"2026-03-01T09:35:01Z\", \"received_at\": \"2026-03-01T09:25:01Z\""),
                        // of its own accord, three minutes before the click
                        event("clickstream", "page_viewed", "visit", "09:22:00", "web", "\"customer_id\": \"both\""),
                        message("message_sent", "late", "09:00:00", "both", "summer", "\"template_id\": \"summer\""),
                        message("message_clicked", "late", "09:31:00", "both", "summer", "\"template_id\": \"summer\""),
                        event("orders", "order_placed", "order", "09:30:00", "web", """
                                "order_id": "order", "customer_id": "both", "currency": "GBP", "gross_amount": "20.00", \
                                "lines": [{"product_id": "p1", "name": "RED MUG", "price": "20.00", "quantity": 1}]""")));

        succeeds(stack.run("import", "--format", "events-ndjson", file.toString(), "--wait"));

        assertThat(stack.query("""
                        select arm, metric, people, holdout_people, mixed_people, mean, holdout_mean
                        from mart.campaign_lift where campaign = 'spring' and metric <> 'visit' order by metric"""))
                .containsExactly(
                        List.of("mail", "conversion", "2", "1", "1", "0.5", "0.0"),
                        List.of("mail", "revenue", "2", "1", "1", "10.0", "0.0"));
        assertThat(stack.query(
                        "select touch_type, channel, coalesce(campaign, '-'), cast(round(days_before * 1440) as bigint)"
                                + " from core.touchpoints where order_id = 'order' order by 4 desc"))
                .containsExactly(List.of("session", "direct", "-", "8"), List.of("message", "email", "spring", "5"));
        assertThat(stack.query(
                        "select campaign, credit from core.attribution where order_id = 'order' and model = 'last'"))
                .containsExactly(List.of("spring", "20.0000"));
        assertChecksFindNothing(stack, "attribution_totals", "interactions_complete");
    }

    private static String message(
            String name, String message, String time, String customer, String campaign, String fields) {
        return event("interactions", name, message, time, "email", """
                "message_id": "%s", "customer_id": "%s", "campaign_id": "%s", %s""".formatted(message, customer, campaign, fields));
    }

    private static String event(String topic, String name, String id, String time, String channel, String fields) {
        return """
                {"topic": "%s", "event_id": "%s-%s", "event_name": "%s", "occurred_at": "2026-03-01T%sZ", "source": "shop", \
                "channel": "%s", %s}""".formatted(topic, name, id, name, time, channel, fields);
    }
}
