package io.clientele.bench.throughput;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.clientele.bench.ShopPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What the runs say together. */
record ThroughputReport(
        String command,
        String machine,
        ShopPlan plan,
        TopicLoader.Loaded loaded,
        int checkpointSeconds,
        double warmUp,
        int heapMebibytes,
        List<Run> runs) {

    private static final String TEMPLATE = """
            # Throughput side by side

            `%s`

            %s; JDK %s, %d MiB heap, %d partitions and as many threads of work. %,d records (%,d events, the others repetitions) of %,d customers, keys %s,
            over %d days; commits every %d s; the first %.0f %% of each run are warm-up. The machine was shared: what counts is processor time, wall clock is noise.
            Rows are right when their digest is that of the events folded in memory, `%s`.

            | engine | events/CPU s | range | of the limit | events/s | GC s | state bytes/customer | heap MiB | rows |
            |---|---|---|---|---|---|---|---|---|
            %s""";

    private static final int LEFT = 210;
    private static final int WIDTH = 560;
    private static final int LINE = 26;

    /** One run. */
    record Run(int round, Contender contender, Measured measured) {}

    private List<Contender> contenders() {
        return runs.stream().map(Run::contender).distinct().toList();
    }

    boolean isEveryDigestRight() {
        return runs.stream().allMatch(this::isRight);
    }

    private boolean isRight(Run run) {
        return run.contender().engine().isLimit() || run.measured().digest().equals(loaded.digest());
    }

    String markdown() {
        StringBuilder rows = new StringBuilder();
        for (Contender contender : contenders()) {
            double[] speeds = sorted(contender, Measured::eventsPerCpuSecond);
            rows.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f–%,.0f | %s | %,.0f | %.1f | %,.0f | %,.0f | %s |%n",
                    contender.label(),
                    median(speeds),
                    speeds[0],
                    speeds[speeds.length - 1],
                    limit() > 0 ? String.format(Locale.ROOT, "%.2f", median(speeds) / limit()) : "",
                    median(sorted(contender, measured -> measured.events() / measured.seconds())),
                    median(sorted(contender, Measured::gcSeconds)),
                    median(sorted(contender, measured -> (double) measured.stateBytes() / plan.customers())),
                    median(sorted(contender, measured -> measured.heapBytes() / 1048576.0)),
                    contender.engine().isLimit()
                            ? "none"
                            : of(contender).allMatch(this::isRight) ? "right" : "**wrong**"));
        }
        return TEMPLATE.formatted(
                command,
                machine,
                Runtime.version(),
                heapMebibytes,
                plan.partitions(),
                loaded.records(),
                plan.events(),
                loaded.digest().rows(),
                plan.popularity().name().toLowerCase(Locale.ROOT),
                plan.days(),
                checkpointSeconds,
                100 * warmUp,
                loaded.digest(),
                rows);
    }

    String json() throws JsonProcessingException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("command", command);
        values.put("machine", machine);
        values.put("java", Runtime.version().toString());
        values.put("records", loaded.records());
        values.put("events", plan.events());
        values.put("customers", loaded.digest().rows());
        values.put("digest", loaded.digest().toString());
        values.put("runs", runs.stream().map(ThroughputReport::json).toList());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(values) + "\n";
    }

    private static Map<String, Object> json(Run run) {
        Measured measured = run.measured();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("round", run.round());
        values.put("engine", run.contender().label());
        values.put("events", measured.events());
        values.put("cpu_seconds", measured.cpuSeconds());
        values.put("wall_seconds", measured.seconds());
        values.put("gc_seconds", measured.gcSeconds());
        values.put("state_bytes", measured.stateBytes());
        values.put("heap_bytes", measured.heapBytes());
        values.put("digest", measured.digest().toString());
        return values;
    }

    /** Bars of the medians, as SVG; an engine whose rows were wrong has none. */
    String picture() {
        StringBuilder bars = new StringBuilder();
        double most = contenders().stream()
                .mapToDouble(contender -> median(sorted(contender, Measured::eventsPerCpuSecond)))
                .max()
                .orElse(1);
        int y = 50;
        for (Contender contender : contenders()) {
            boolean isRight = of(contender).allMatch(this::isRight);
            double speed = isRight ? median(sorted(contender, Measured::eventsPerCpuSecond)) : 0;
            double width = WIDTH * speed / most;
            bars.append(String.format(
                    Locale.ROOT,
                    "  <text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
                            + "  <rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>%n"
                            + "  <text x=\"%.1f\" y=\"%d\">%s</text>%n",
                    LEFT - 8,
                    y + 13,
                    contender.label(),
                    LEFT,
                    y,
                    width,
                    colour(contender),
                    LEFT + width + 6,
                    y + 13,
                    isRight ? String.format(Locale.ROOT, "%,.0f", speed) : "wrong rows"));
            y += LINE;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
                  <rect width="100%%" height="100%%" fill="#ffffff"/>
                  <text x="%d" y="26" font-size="15" font-weight="bold">Events per second of processor time, same rows from the same topics</text>
                %s</svg>
                """.formatted(LEFT + WIDTH + 110, y + 16, 16, bars);
    }

    private static String colour(Contender contender) {
        if (contender.engine().isLimit()) {
            return "#9aa5b1";
        }
        return contender.engine().module() == Contender.Module.BENCH ? "#0b7285" : "#e8a33d";
    }

    /** The faster of the plain consumers; 0 if neither ran. */
    private double limit() {
        return contenders().stream()
                .filter(contender -> contender.engine().isLimit())
                .mapToDouble(contender -> median(sorted(contender, Measured::eventsPerCpuSecond)))
                .max()
                .orElse(0);
    }

    private Stream<Run> of(Contender contender) {
        return runs.stream().filter(run -> run.contender().equals(contender));
    }

    private double[] sorted(Contender contender, ToDoubleFunction<Measured> value) {
        return of(contender).map(Run::measured).mapToDouble(value).sorted().toArray();
    }

    private static double median(double[] sorted) {
        return DoubleStream.of(sorted[(sorted.length - 1) / 2], sorted[sorted.length / 2])
                .average()
                .orElseThrow();
    }
}
