package io.clientele.stack.imports;

import io.clientele.stack.cli.TextTable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** The closing table of an import. */
public final class ImportSummary {
    private ImportSummary() {}

    /** Prints what became of the rows, and where the refused ones are. */
    public static void print(ImportRun.Outcome outcome, PrintWriter out) {
        ImportReport report = outcome.report();
        TextTable table = new TextTable("what", "reason", "count");
        table.row("rows read", "", number(report.rowsRead()));
        table.row("events sent", "", number(outcome.sent()));
        if (outcome.afterAsOf() > 0) {
            table.row("events not sent", "after as-of", number(outcome.afterAsOf()));
        }
        rows(table, "rows skipped", report.skipped());
        rows(table, "rows refused", report.refused());
        if (report.refused().isEmpty()) {
            table.row("rows refused", "", "0");
        }
        table.print(out);
        if (report.refusedCount() > 0) {
            out.println("refused rows, with line and reason: " + report.refusedFile());
        }
        if (outcome.asOf() != null) {
            out.println(String.format(
                    Locale.ROOT,
                    "as of %s, in %.1f s",
                    outcome.asOf(),
                    outcome.took().toMillis() / 1000.0));
        }
        out.flush();
    }

    private static void rows(TextTable table, String what, Map<String, Long> counts) {
        counts.forEach((reason, count) -> table.row(what, reason, number(count)));
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
