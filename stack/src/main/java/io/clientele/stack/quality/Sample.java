package io.clientele.stack.quality;

import io.clientele.schemas.tables.LakeTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows as text that may be kept: what could be anybody's is masked. Texts are shown only in columns that are known to hold
 * none of it; whoever may see the rest runs the check by hand.
 */
final class Sample {
    private static final int ROWS = 3;
    private static final int CHARACTERS = 1000;
    private static final String MASK = "***";

    private static final Set<String> PLAIN_TEXTS = Set.of(
            "table_name",
            "topic",
            "places",
            "measure",
            "metric",
            "requirement",
            "reference",
            "range_rule",
            "interaction_type",
            "channel",
            "segment",
            "expected_segment",
            "stored_segment",
            "identifier_type",
            "attribute",
            "purpose");

    private static final Set<String> PERSONAL = LakeTables.all().stream()
            .flatMap(table -> Stream.concat(table.piiColumns().stream(), Stream.of("person_id", "birth_date")))
            .collect(Collectors.toUnmodifiableSet());

    private Sample() {}

    /** Some of the rows, a line each. */
    static String of(List<String> columns, List<List<@Nullable Object>> rows) {
        String text = rows.stream().limit(ROWS).map(row -> line(columns, row)).collect(Collectors.joining("\n"));
        return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS) + "…";
    }

    private static String line(List<String> columns, List<@Nullable Object> row) {
        List<String> values = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            values.add(columns.get(index) + "=" + masked(columns.get(index), row.get(index)));
        }
        return String.join(" ", values);
    }

    private static String masked(String column, @Nullable Object value) {
        if (value == null) {
            return "null";
        }
        boolean isPlain = value instanceof Number
                || value instanceof Boolean
                || value instanceof java.util.Date
                || value instanceof java.time.temporal.Temporal
                || PLAIN_TEXTS.contains(column);
        return isPlain && !PERSONAL.contains(column) ? value.toString() : MASK;
    }
}
