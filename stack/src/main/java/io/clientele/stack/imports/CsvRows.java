package io.clientele.stack.imports;

import io.clientele.stack.StackFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file with a header. A row ends with its line, unless a quoted field goes on in the next ones and
 * the whole then has the header's number of columns; so a stray quote costs one row and not the rest of the file.
 */
final class CsvRows {
    private static final int MAX_LINES_PER_ROW = 20;

    private final TextLines lines;
    private final ImportReport report;
    private final Map<String, Integer> columns = new HashMap<>();
    private final int width;

    /**
     * Reads the header. Names are compared without case, spaces and underscores; other columns may be there.
     *
     * @param required name of each column that must be there, with the other names it goes by
     * @throws StackFailure if one is missing, naming what is expected and what is there
     */
    CsvRows(TextLines lines, ImportReport report, Map<String, List<String>> required, List<String> optional) {
        this.lines = lines;
        this.report = report;
        List<String> header = header(lines, required);
        this.width = header.size();
        List<String> names = header.stream().map(CsvRows::plainName).toList();
        for (Map.Entry<String, List<String>> column : required.entrySet()) {
            int index = indexOf(names, column.getKey(), column.getValue());
            if (index < 0) {
                throw wrongColumns(lines, "no column " + column.getKey(), required, header);
            }
            columns.put(column.getKey(), index);
        }
        for (String column : optional) {
            int index = indexOf(names, column, List.of());
            if (index >= 0) {
                columns.put(column, index);
            }
        }
    }

    private static List<String> header(TextLines lines, Map<String, List<String>> required) {
        Row first = lines.next();
        if (first == null) {
            throw new StackFailure("%s is empty; expected is a header with the columns %s"
                    .formatted(lines.file(), String.join(", ", required.keySet())));
        }
        try {
            return CsvLine.parse(first.text());
        } catch (CsvLine.Malformed e) {
            throw wrongColumns(lines, "no header", required, List.of(first.text()));
        }
    }

    private static StackFailure wrongColumns(
            TextLines lines, String missing, Map<String, List<String>> required, List<String> header) {
        String found = String.join(", ", header);
        return new StackFailure("%s has %s: expected are %s; found are %s"
                .formatted(
                        lines.file(),
                        missing,
                        String.join(", ", required.keySet()),
                        found.length() > 300 ? found.substring(0, 300) + "…" : found));
    }

    private static int indexOf(List<String> names, String name, List<String> otherNames) {
        int index = names.indexOf(plainName(name));
        for (int i = 0; index < 0 && i < otherNames.size(); i++) {
            index = names.indexOf(plainName(otherNames.get(i)));
        }
        return index;
    }

    private static String plainName(String name) {
        return name.strip().replaceAll("[ _]", "").toLowerCase(Locale.ROOT);
    }

    /** A row with its fields by column name. */
    final class Fields {
        private final List<String> values;

        private Fields(List<String> values) {
            this.values = values;
        }

        /** The field, trimmed; empty if the file has no such column. */
        String get(String column) {
            Integer index = columns.get(column);
            return index == null ? "" : values.get(index).strip();
        }
    }

    boolean has(String column) {
        return columns.containsKey(column);
    }

    /** The next row that is not empty, or null at the end; broken rows are refused on the way. */
    @Nullable
    Row next() {
        for (Row line = lines.next(); line != null; line = lines.next()) {
            if (line.text().isBlank()) {
                continue;
            }
            report.rowRead();
            Row row = whole(line);
            if (row != null) {
                return row;
            }
        }
        return null;
    }

    /** Splits a row that {@link #next} gave. */
    Fields fields(Row row) {
        try {
            return new Fields(CsvLine.parse(row.text()));
        } catch (CsvLine.Malformed e) {
            throw new IllegalStateException("line %d was well formed before".formatted(row.number()), e);
        }
    }

    private @Nullable Row whole(Row line) {
        try {
            List<String> fields = CsvLine.parse(line.text());
            if (fields.size() == width) {
                return line;
            }
            refuse(line, "wrong_columns", "%d columns instead of %d".formatted(fields.size(), width));
        } catch (CsvLine.Malformed e) {
            Row joined = e.isUnclosed() ? joinWithNext(line) : null;
            if (joined != null) {
                return joined;
            }
            refuse(line, "broken_row", String.valueOf(e.getMessage()));
        }
        return null;
    }

    private @Nullable Row joinWithNext(Row line) {
        List<Row> ahead = new ArrayList<>();
        StringBuilder text = new StringBuilder(line.text());
        while (ahead.size() < MAX_LINES_PER_ROW) {
            Row next = lines.next();
            if (next == null) {
                break;
            }
            ahead.add(next);
            text.append('\n').append(next.text());
            try {
                if (CsvLine.parse(text.toString()).size() == width) {
                    return new Row(line.number(), text.toString());
                }
                break;
            } catch (CsvLine.Malformed e) {
                if (!e.isUnclosed()) {
                    break;
                }
            }
        }
        lines.pushBack(ahead);
        return null;
    }

    private void refuse(Row row, String reason, String detail) {
        report.refuse(row, new RowRefused(reason, detail));
    }
}
