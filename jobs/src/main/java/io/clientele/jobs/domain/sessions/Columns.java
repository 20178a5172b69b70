package io.clientele.jobs.domain.sessions;

import java.util.Arrays;

/** Arrays with one element more or less; the given ones stay as they are. */
final class Columns {

    private Columns() {}

    static long[] appended(long[] column, long value) {
        long[] longer = Arrays.copyOf(column, column.length + 1);
        longer[column.length] = value;
        return longer;
    }

    static String[] appended(String[] column, String value) {
        String[] longer = Arrays.copyOf(column, column.length + 1);
        longer[column.length] = value;
        return longer;
    }

    static long[] removed(long[] column, int at) {
        long[] shorter = Arrays.copyOf(column, column.length - 1);
        System.arraycopy(column, at + 1, shorter, at, shorter.length - at);
        return shorter;
    }

    static String[] removed(String[] column, int at) {
        String[] shorter = Arrays.copyOf(column, column.length - 1);
        System.arraycopy(column, at + 1, shorter, at, shorter.length - at);
        return shorter;
    }
}
