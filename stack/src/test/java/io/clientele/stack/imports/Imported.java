package io.clientele.stack.imports;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;

/** What a format makes of a file: its events in the order it gives them, and the report. */
record Imported(List<GenericRecord> events, ImportReport report, List<String> refusedRows) {

    static final String CURRENCY = "GBP";

    static Imported text(ImportFormat format, Path folder, String... lines) throws IOException {
        return text(format, folder, ZoneOffset.UTC, lines);
    }

    static Imported text(ImportFormat format, Path folder, ZoneId zone, String... lines) throws IOException {
        Path file = Files.createTempFile(folder, "rows", ".txt");
        Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
        return file(format, folder, zone, file);
    }

    static Imported file(ImportFormat format, Path folder, ZoneId zone, Path file) throws IOException {
        List<GenericRecord> events = new ArrayList<>();
        Path refused = folder.resolve("refused.csv");
        Supplier<ExternalSort> sorts = () -> new ExternalSort(folder, 1 << 20, 16);
        ImportReport report = new ImportReport(refused);
        try (report;
                TextLines lines =
                        TextLines.open(TarFile.mainFile(format, file, Files.createTempDirectory(folder, "tar")))) {
            format.reader(zone, CURRENCY, sorts).read(lines, (topic, event) -> events.add(event), report);
        }
        return new Imported(events, report, Files.exists(refused) ? Files.readAllLines(refused) : List.of());
    }

    static String text(GenericRecord event, String field) {
        return String.valueOf(event.get(field));
    }

    static BigDecimal decimal(GenericRecord event, String field) {
        return (BigDecimal) event.get(field);
    }

    static Instant time(GenericRecord event) {
        return SortedEvents.instant((long) event.get("occurred_at"));
    }

    static LocalDate date(GenericRecord event) {
        return time(event).atZone(ZoneOffset.UTC).toLocalDate();
    }

    List<String> eventIds() {
        return events.stream().map(event -> text(event, "event_id")).toList();
    }
}
