package io.clientele.stack.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Brings rows of one key together, in the order of the file inside a key, with little memory however long the file. */
final class RowSort implements AutoCloseable {
    private static final char SEPARATOR = '\0';

    private final ExternalSort sort;

    RowSort(ExternalSort sort) {
        this.sort = sort;
    }

    /** Takes the rows one after the other. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes a row.
         *
         * @param key what the row was added under
         * @param index how many rows with the same key came before, from 0
         */
        void visit(String key, long index, Row row) throws IOException;
    }

    void add(String key, Row row) throws IOException {
        String clean = key.indexOf(SEPARATOR) < 0 ? key : key.replace(SEPARATOR, ' ');
        byte[] keyBytes = clean.getBytes(StandardCharsets.UTF_8);
        sort.add(
                ByteBuffer.allocate(keyBytes.length + 1 + Long.BYTES)
                        .put(keyBytes)
                        .put((byte) SEPARATOR)
                        .putLong(row.number())
                        .array(),
                row.text().getBytes(StandardCharsets.UTF_8));
    }

    /** Visits every row, those of one key together. To be called once. */
    void forEach(Visitor visitor) throws IOException {
        ExternalSort.Cursor rows = sort.sorted();
        String previous = null;
        long index = 0;
        for (ExternalSort.Entry entry = rows.next(); entry != null; entry = rows.next()) {
            int keyLength = entry.key().length - 1 - Long.BYTES;
            String key = new String(entry.key(), 0, keyLength, StandardCharsets.UTF_8);
            long number =
                    ByteBuffer.wrap(entry.key(), keyLength + 1, Long.BYTES).getLong();
            index = key.equals(previous) ? index + 1 : 0;
            previous = key;
            visitor.visit(key, index, new Row(number, new String(entry.value(), StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void close() throws IOException {
        sort.close();
    }
}
