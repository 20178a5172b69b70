package io.clientele.stack.imports;

import io.clientele.stack.imports.CsvRows.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings together the rows of several CSV files that have the same id, with little memory however long the files. */
final class JoinedRows implements AutoCloseable {
    private static final char SEPARATOR = '|';

    private final RowSort sort;
    private final ImportReport report;
    private final List<CsvRows> files = new ArrayList<>();

    JoinedRows(ExternalSort sort, ImportReport report) {
        this.sort = new RowSort(sort);
        this.report = report;
    }

    /** A row and its fields. */
    record Entry(Row row, Fields fields) {
        String get(String column) {
            return fields.get(column);
        }
    }

    /** Takes what belongs to one id. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes the rows of an id.
         *
         * @param rows of each file that was added, in the order of the file
         */
        void visit(List<List<Entry>> rows);
    }

    /**
     * Reads a file to its end.
     *
     * @param columns that it must have
     * @param id the one of them that joins
     */
    void add(TextLines lines, List<String> columns, String id) throws IOException {
        Map<String, List<String>> required = new LinkedHashMap<>();
        columns.forEach(column -> required.put(column, List.of()));
        CsvRows csv = new CsvRows(lines, report, required, List.of());
        files.add(csv);
        for (Row row = csv.next(); row != null; row = csv.next()) {
            sort.add(csv.fields(row).get(id) + SEPARATOR + (files.size() - 1), row);
        }
    }

    /** Visits every id. To be called once. */
    void forEach(Visitor visitor) throws IOException {
        String[] current = {""};
        List<List<Entry>> group = new ArrayList<>();
        sort.forEach((key, index, row) -> {
            int separator = key.lastIndexOf(SEPARATOR);
            String id = key.substring(0, separator);
            int file = Integer.parseInt(key.substring(separator + 1));
            if (group.isEmpty() || !id.equals(current[0])) {
                flush(group, visitor);
                current[0] = id;
                files.forEach(each -> group.add(new ArrayList<>()));
            }
            group.get(file).add(new Entry(row, files.get(file).fields(row)));
        });
        flush(group, visitor);
    }

    private static void flush(List<List<Entry>> group, Visitor visitor) {
        if (!group.isEmpty()) {
            visitor.visit(List.copyOf(group));
            group.clear();
        }
    }

    @Override
    public void close() throws IOException {
        sort.close();
    }
}
