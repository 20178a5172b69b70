package io.clientele.bench.livetable;

import io.clientele.connectors.trino.TrinoClient;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;

/** A query of those that the marts and their readers ask. */
enum Reading {
    SEGMENTS("how large is each segment, what is it worth", """
            select segment, count(*), sum(monetary), avg(frequency) from lake.%s group by segment order by segment"""),
    GRID("the same by recency and frequency, of those who ordered lately", """
            select r_score, f_score, count(*), sum(monetary)
            from lake.%s
            where last_order_date >= date '2025-07-01'
            group by r_score, f_score
            order by r_score, f_score"""),
    LOOK_UP("one customer", """
            select * from lake.%%s where person_id = '%s'""".formatted(ScoreUpdates.personId(4711)));

    private final String what;
    private final String sql;

    Reading(String what, String sql) {
        this.what = what;
        this.sql = sql;
    }

    String what() {
        return what;
    }

    /** How long it takes from a table or view, in milliseconds. */
    double millis(TrinoClient trino, String source) {
        long start = System.nanoTime();
        trino.query(sql.formatted(source));
        return (System.nanoTime() - start) / 1e6;
    }

    /** How long each of them takes now, in milliseconds. */
    static Map<Reading, Double> all(TrinoClient trino, String source) {
        Map<Reading, Double> millis = new EnumMap<>(Reading.class);
        for (Reading reading : values()) {
            millis.put(reading, reading.millis(trino, source));
        }
        return millis;
    }

    /** The median of each. */
    static Map<Reading, Double> medians(List<Map<Reading, Double>> readings) {
        Map<Reading, Double> medians = new EnumMap<>(Reading.class);
        for (Reading reading : values()) {
            medians.put(
                    reading,
                    median(readings.stream()
                            .mapToDouble(each -> Objects.requireNonNull(each.get(reading)))
                            .toArray()));
        }
        return medians;
    }

    static double median(double[] values) {
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
