package io.clientele.bench.attribution;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.bench.servers.Folders;
import io.clientele.bench.servers.ServerProcesses;
import io.clientele.bench.servers.TrinoServer;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What it costs to read {@code core.attribution} over many orders, and whether its credits are the orders' net sales. */
@Command(
        name = "bench/run attribution",
        description = "Measures the views of attribution on a Trino of its own.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class AttributionBench implements Callable<Integer> {
    private static final List<String> MODELS =
            List.of("first", "last", "last_non_direct", "linear", "position_based", "time_decay", "markov");
    private static final String DIGITS = "0123456789abcdef";
    private static final int MOST_PARTS = DIGITS.length();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--orders", description = "how many orders, a multiple of 4")
    private int orders = 1_000_000;

    @Option(names = "--touches", description = "touches before each order")
    private int touches = 10;

    @Option(names = "--heap", description = "Trino's heap in MiB; a query may take half of it")
    private int heap = 2048;

    @Option(
            names = "--parts",
            description =
                    "into how many parts the persons are read one after the other: 1, 2, 4, 8 or 16; 0: as few as fit into the heap")
    private int parts;

    @Option(
            names = "--work",
            description = "folder to work in; what is made there, in attribution-bench, is deleted at the end")
    private Path work = Path.of("bench", "target");

    @Option(names = "--result", description = "file for the result (JSON)")
    private @Nullable Path result;

    @Option(names = "--machine", description = "what to call the machine in the result")
    private String machine = Runtime.getRuntime().availableProcessors() + " cores";

    private final PrintStream out;
    private final String command;

    AttributionBench(PrintStream out, List<String> arguments) {
        this.out = out;
        this.command = "bench/run attribution " + String.join(" ", arguments);
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AttributionBench(System.out, List.of(arguments))).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        TouchedOrders touched = touchedOrders();
        Path folder = work.toAbsolutePath().resolve("attribution-bench");
        Folders.empty(folder);
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("command", command.strip());
        json.put("machine", machine);
        json.put("orders", orders);
        json.put("touches_per_order", touches);
        json.put("trino_heap_mib", heap);
        long wrong;
        Path lake = Files.createDirectories(folder.resolve("lake"));
        try (ServerProcesses processes = new ServerProcesses(folder);
                TrinoClient trino = TrinoServer.start(
                                Path.of("").toAbsolutePath(), processes, TrinoServer.folder(lake), heap)
                        .connect()) {
            double making = seconds(() -> touched.create(trino, Path.of("")));
            out.printf("%,d orders with %d touches each were made in %.1f s%n", orders, touches, making);
            int fitting = parts == 0 ? fittingParts(trino) : parts;
            json.put("parts", fitting);
            measureViews(trino, fitting, json);
            measureModels(trino, fitting, json);
            wrong = check(trino, fitting, json);
        }
        Folders.delete(folder);
        String text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
        out.println(text);
        if (result != null) {
            Files.writeString(result, text + "\n");
        }
        return wrong == 0 ? 0 : 1;
    }

    /** Refuses what cannot be measured before a server is started for it. */
    private TouchedOrders touchedOrders() {
        if (!List.of(0, 1, 2, 4, 8, MOST_PARTS).contains(parts)) {
            throw new ParameterException(
                    spec.commandLine(), "--parts is %d, allowed is 0, 1, 2, 4, 8 or 16".formatted(parts));
        }
        try {
            return new TouchedOrders(orders, touches);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--orders %d, --touches %d: %s".formatted(orders, touches, e.getMessage()), e);
        }
    }

    /** The smallest number of parts of which the first can be read by all models within the heap. */
    private int fittingParts(TrinoClient trino) {
        for (int count = 1; count < MOST_PARTS; count *= 2) {
            try {
                trino.query("select count(*), sum(credit) from lake.core.attribution where " + part(0, count));
                return count;
            } catch (TrinoFailure tooLarge) {
                if (!String.valueOf(tooLarge.getMessage()).contains("memory")) {
                    throw tooLarge;
                }
                out.printf("in %d parts: %s%n", count, tooLarge.getMessage());
            }
        }
        return MOST_PARTS;
    }

    private void measureViews(TrinoClient trino, int count, ObjectNode json) throws Exception {
        ObjectNode views = json.putObject("views");
        for (String view : TouchedOrders.VIEWS) {
            String figure = switch (view) {
                case "touches" -> "max(touched_at)";
                case "order_paths" -> "sum(cardinality(touches))";
                case "touchpoints" -> "sum(days_before)";
                default -> "sum(credit)";
            };
            long[] rows = {0};
            double took = seconds(() -> {
                for (int at = 0; at < count; at++) {
                    rows[0] += number(
                            trino,
                            "select count(*), %s from lake.core.%s where %s".formatted(figure, view, part(at, count)));
                }
            });
            views.putObject(view)
                    .put("rows", rows[0])
                    .put("seconds", round(took))
                    .put("orders_per_second", Math.round(orders / took));
            out.printf("%s: %,d rows in %.1f s, %,.0f orders/s%n", view, rows[0], took, orders / took);
        }
    }

    /** Each model by itself, over the first part. */
    private void measureModels(TrinoClient trino, int count, ObjectNode json) throws Exception {
        long some = number(trino, "select count(*) from lake.core.orders where " + part(0, count));
        ObjectNode models = json.putObject("models");
        for (String model : MODELS) {
            double took = seconds(() ->
                    trino.query("select count(*), sum(credit) from lake.core.attribution where model = '%s' and %s"
                            .formatted(model, part(0, count))));
            models.putObject(model)
                    .put("orders", some)
                    .put("seconds", round(took))
                    .put("orders_per_second", Math.round(some / took));
            out.printf("%s: %,d orders in %.1f s, %,.0f orders/s%n", model, some, took, some / took);
        }
    }

    /** Orders and models whose credits are not the order's net sales to the last ten-thousandth, or whose shares are not one. */
    private long check(TrinoClient trino, int count, ObjectNode json) throws Exception {
        long[] sums = {0, 0};
        double took = seconds(() -> {
            for (int at = 0; at < count; at++) {
                List<List<@Nullable Object>> rows =
                        trino.query("""
                        select count(*),
                            count_if(shared.credit is distinct from placed.net_sales or shared.share is distinct from 1)
                        from (select order_id, net_sales from lake.core.orders where %1$s) as placed
                        cross join (values %2$s) as model (model)
                        left join (
                            select order_id, model, sum(credit) as credit, sum(share) as share
                            from lake.core.attribution where %1$s group by order_id, model
                        ) as shared on shared.order_id = placed.order_id and shared.model = model.model""".formatted(part(at, count), "'" + String.join("', '", MODELS) + "'"));
                sums[0] += ((Number) rows.get(0).get(0)).longValue();
                sums[1] += ((Number) rows.get(0).get(1)).longValue();
            }
        });
        json.putObject("check")
                .put("orders_times_models", sums[0])
                .put("wrong", sums[1])
                .put("seconds", round(took));
        out.printf("check: %,d wrong of %,d orders by models, in %.1f s%n", sums[1], sums[0], took);
        return sums[1] + ((long) orders * MODELS.size() - sums[0]);
    }

    /** The persons of one of so many parts: those whose ids begin with some of the hexadecimal digits. */
    private static String part(int at, int count) {
        int width = DIGITS.length() / count;
        String from = String.valueOf(DIGITS.charAt(at * width));
        int end = (at + 1) * width;
        return end == DIGITS.length()
                ? "person_id >= '%s'".formatted(from)
                : "person_id >= '%s' and person_id < '%s'".formatted(from, DIGITS.charAt(end));
    }

    private static long number(TrinoClient trino, String query) {
        return trino.queryLong(query).orElseThrow();
    }

    /** Something that takes its time. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double round(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }
}
