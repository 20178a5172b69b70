package io.clientele.stack.imports;

import io.clientele.stack.StackFailure;
import io.clientele.stack.cli.Session;
import io.clientele.stack.parts.Home;
import io.clientele.stack.parts.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Takes a file of orders or events into the line. */
@Command(
        name = "import",
        description = {
            "Takes a file of orders or events into the line, plain or gzip.",
            "Event ids depend on the content alone: importing twice changes nothing. Rows that cannot be used are"
                    + " refused with their line and reason, and never stop the import."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--format",
            required = true,
            completionCandidates = Formats.class,
            converter = FormatName.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private ImportFormat format = ImportFormat.EVENTS_NDJSON;

    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            converter = BusinessDate.class,
            description = "Send what is before this business date, and let the line's clock stand there;"
                    + " default: the day after the last event.")
    private @Nullable LocalDate asOf;

    @Option(
            names = "--currency",
            paramLabel = "CODE",
            description = "Currency of amounts without one; default: the reporting currency.")
    private @Nullable String currency;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Time zone of dates and times without one; default: the business zone.")
    private @Nullable ZoneId zone;

    @Option(names = "--wait", description = "Return when Trino shows it all.")
    private boolean isWaiting;

    @Option(
            names = "--wait-at-most",
            paramLabel = "TIME",
            defaultValue = "30m",
            converter = TimeSpan.class,
            description = "How long to wait, as 90s or 30m; default: ${DEFAULT-VALUE}.")
    private Duration waitAtMost = Duration.ofMinutes(30);

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Home home = Session.home();
        Line line = Line.of(Settings.load(home));
        Progress progress = Progress.on(out);
        ImportRun run = new ImportRun(line, home.imports(), Clock.systemUTC(), progress);
        ImportRun.Outcome outcome = run.run(
                new ImportRun.Request(
                        format, file, asOf, zone == null ? line.zone() : zone, currencyOr(line.currency())),
                UnaryOperator.identity());
        ImportSummary.print(outcome, out);
        if (outcome.sent() == 0 && outcome.report().refusedCount() > 0) {
            throw new StackFailure("%s: no row could be used; is it really %s?".formatted(file, format.label()));
        }
        if (isWaiting) {
            try (KafkaPositions kafka = new KafkaPositions(line.kafka())) {
                new LineWait(line, kafka, progress)
                        .untilVisible(outcome.hasOrders() ? outcome.asOf() : null, waitAtMost);
            }
            progress.say("Trino shows it all");
        }
        return 0;
    }

    private String currencyOr(String fallback) {
        if (currency == null) {
            return fallback;
        }
        try {
            return Currency.getInstance(currency).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw new StackFailure("--currency '%s' is not an ISO 4217 code such as GBP".formatted(currency), e);
        }
    }

    static final class Formats extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Formats() {
            super(Arrays.stream(ImportFormat.values()).map(ImportFormat::label).toList());
        }
    }

    static final class FormatName implements ITypeConverter<ImportFormat> {
        @Override
        public ImportFormat convert(String name) {
            try {
                return ImportFormat.named(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
