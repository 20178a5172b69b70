package io.clientele.stack.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The events and the expected tables of Snowplow's dbt package for shops, read without the code that is tested. */
final class SnowplowTables {
    private static final String EXPECTED = "snowplow_ecommerce_%s_expected.csv";
    private static final String ACTION =
            "unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action_1_0_0";
    private static final String PAGE = "contexts_com_snowplowanalytics_snowplow_web_page_1_0_0";

    private SnowplowTables() {}

    /** A value of a row that has the column. */
    static String field(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    /** The sessions whose last event in the source is an action without a type on a page with an earlier one. */
    static Set<String> endingOnASeenPage(Path folder) throws IOException {
        Map<String, Map<String, String>> last = new TreeMap<>();
        Map<String, Instant> seen = new TreeMap<>();
        List<Map<String, String>> events = source(folder);
        for (Map<String, String> event : events) {
            last.merge(
                    event.get("domain_sessionid"),
                    event,
                    (one, other) -> instant(one, "collector_tstamp").isBefore(instant(other, "collector_tstamp"))
                            ? other
                            : one);
            if (field(event, ACTION).isEmpty()) {
                seen.merge(
                        event.get(PAGE),
                        instant(event, "collector_tstamp"),
                        (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        return last.entrySet().stream()
                .filter(each -> field(each.getValue(), ACTION).isEmpty())
                .filter(each -> Objects.requireNonNull(seen.get(each.getValue().get(PAGE)))
                        .isBefore(instant(each.getValue(), "collector_tstamp")))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static List<Map<String, String>> source(Path folder) throws IOException {
        List<Map<String, String>> events = new ArrayList<>();
        try (TextLines lines = TextLines.open(folder.resolve("snowplow_ecommerce_events.csv"))) {
            List<String> names = List.of();
            for (Row row = lines.next(); row != null; row = lines.next()) {
                List<String> values = CsvLine.parse(row.text());
                Map<String, String> event = new LinkedHashMap<>();
                for (int column = 0; column < names.size(); column++) {
                    event.put(names.get(column), values.get(column));
                }
                if (names.isEmpty()) {
                    names = values;
                } else {
                    events.add(event);
                }
            }
        } catch (CsvLine.Malformed e) {
            throw new AssertionError(e);
        }
        return events;
    }

    static List<Map<String, String>> rows(Path folder, String table) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(EXPECTED.formatted(table)));
        String[] names = lines.get(0).split(",");
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            assertThat(values).as(line).hasSameSizeAs(names);
            Map<String, String> row = new LinkedHashMap<>();
            for (int column = 0; column < names.length; column++) {
                row.put(names[column], values[column].equals("NULL") ? "" : values[column]);
            }
            rows.add(row);
        }
        return rows;
    }

    static Instant instant(Map<String, String> row, String column) {
        try {
            return new BusinessTime(ZoneOffset.UTC).iso(column, String.valueOf(row.get(column)));
        } catch (RowRefused e) {
            throw new AssertionError(e);
        }
    }
}
