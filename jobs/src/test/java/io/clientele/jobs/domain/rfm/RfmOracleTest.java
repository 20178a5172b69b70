package io.clientele.jobs.domain.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.Money;
import io.clientele.jobs.domain.orders.OrderEvent;
import io.clientele.jobs.domain.orders.OrderFacts;
import io.clientele.jobs.domain.orders.OrderLedger;
import io.clientele.jobs.domain.orders.OrderVersion;
import io.clientele.jobs.domain.orders.Refund;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic against results that R and SQLite computed from real orders. */
class RfmOracleTest {

    private static final Path ORACLES = Path.of("../../shared/data/oracle");
    private static final BusinessCalendar UTC = new BusinessCalendar(ZoneOffset.UTC);

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            nullValues = "none",
            value = {
                "orders_online_retail.csv.gz, none, 2011-12-10, rfm_online_retail_A_gross_2011-12-10",
                "orders_online_retail.csv.gz, none, 2011-06-30, rfm_online_retail_A_gross_2011-06-30",
                "orders_online_retail.csv.gz, refunds_online_retail_A.csv, 2011-12-10, rfm_online_retail_A_net_2011-12-10",
                "orders_online_retail.csv.gz, refunds_online_retail_A.csv, 2011-06-30, rfm_online_retail_A_net_2011-06-30",
                "orders_cdnow_sample.csv.gz, none, 1998-07-01, rfm_cdnow_sample_1998-07-01",
            })
    void scoresAndCutPointsAreThoseOfTheOracle(String orders, @Nullable String refunds, LocalDate asOf, String oracle)
            throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(ORACLES), () -> "no oracles at " + ORACLES.toAbsolutePath());
        Map<String, RfmValues> customers = valuesAsOf(orders, refunds, (int) asOf.toEpochDay());
        Population population = new Population();
        customers.values().forEach(values -> population.move(RfmValues.NONE, values));

        CutPoints cuts = population.cutPoints(
                (int) asOf.toEpochDay(), new ScoringRules(null, ScoringRules.ALL_HISTORY, Integer.MAX_VALUE));

        assertThat(cuts).isNotNull();
        List<String> expectedCuts = lines(oracle + "_cuts.csv");
        assertThat(cuts(cuts.recency(), 1)).isEqualTo(fields(expectedCuts.get(0)));
        assertThat(cuts(cuts.frequency(), 1)).isEqualTo(fields(expectedCuts.get(1)));
        assertThat(cuts(cuts.monetary(), 5)).isEqualTo(fields(expectedCuts.get(2)));
        List<String> actual = new ArrayList<>();
        customers.forEach((customer, values) -> actual.add(row(customer, values, cuts)));
        assertThat(actual).containsExactlyInAnyOrderElementsOf(lines(oracle + ".csv"));
    }

    private static Map<String, RfmValues> valuesAsOf(String orders, @Nullable String refunds, int asOf)
            throws IOException {
        Map<String, OrderLedger> ledgers = new HashMap<>();
        for (String line : lines(orders)) {
            String[] order = line.split(",", -1);
            long at = UTC.startOfDay((int) LocalDate.parse(order[2]).toEpochDay());
            add(
                    ledgers,
                    order[0],
                    new OrderVersion(at, order[1], Money.units(new BigDecimal(order[3]), null), 0, List.of()));
        }
        for (String line : refunds == null ? List.<String>of() : lines(refunds)) {
            String[] refund = line.split(",", -1);
            long at = UTC.startOfDay((int) LocalDate.parse(refund[1]).toEpochDay());
            add(ledgers, refund[0], new Refund(at, line, Money.units(new BigDecimal(refund[2]), null)));
        }
        Map<String, RfmValues> values = new TreeMap<>();
        ledgers.forEach((customer, ledger) ->
                values.put(customer, ledger.valuesThrough(asOf - 1, ScoringRules.ALL_HISTORY, UTC)));
        values.values().removeIf(value -> !value.hasOrders());
        return values;
    }

    private static void add(Map<String, OrderLedger> ledgers, String customer, OrderEvent event) {
        ledgers.merge(
                customer, OrderLedger.empty().plus(OrderFacts.none().with(event).timeline(UTC)), OrderLedger::merge);
    }

    private static String row(String customer, RfmValues values, CutPoints cuts) {
        Scores scores = cuts.score(values);
        return String.join(
                ",",
                customer,
                String.valueOf(cuts.asOfDay() - values.lastOrderDay()),
                String.valueOf(values.frequency()),
                Money.decimal(values.monetary()).toPlainString(),
                String.valueOf(scores.recency()),
                String.valueOf(scores.frequency()),
                String.valueOf(scores.monetary()),
                scores.segment().label());
    }

    private static List<BigDecimal> cuts(long[] tenths, int scale) {
        List<BigDecimal> cuts = new ArrayList<>();
        for (long cut : tenths) {
            cuts.add(BigDecimal.valueOf(cut, scale).setScale(6));
        }
        return cuts;
    }

    private static List<BigDecimal> fields(String cutLine) {
        String[] fields = cutLine.split(",", -1);
        return List.of(
                new BigDecimal(fields[1]),
                new BigDecimal(fields[2]),
                new BigDecimal(fields[3]),
                new BigDecimal(fields[4]));
    }

    private static List<String> lines(String file) throws IOException {
        Path path = ORACLES.resolve(file);
        try (InputStream bytes = Files.newInputStream(path);
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        file.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).toList();
        }
    }
}
