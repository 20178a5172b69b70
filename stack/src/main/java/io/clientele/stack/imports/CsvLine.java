package io.clientele.stack.imports;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of CSV as RFC 4180 has it: commas, double quotes around a field, a doubled quote inside one. Strict, and one
 * row at a time, so that a broken row is told from its neighbours; a parser of whole files swallows them.
 */
final class CsvLine {
    private CsvLine() {}

    /** What is wrong with a row. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean isUnclosed;

        Malformed(String message, boolean isUnclosed) {
            super(message);
            this.isUnclosed = isUnclosed;
        }

        /** Whether the row ends inside a quoted field, which the next line of the file may close. */
        boolean isUnclosed() {
            return isUnclosed;
        }
    }

    /**
     * The fields of a row, at least one.
     *
     * @throws Malformed if a quoted field is not closed, or something follows its closing quote
     */
    static List<String> parse(String row) throws Malformed {
        List<String> fields = new ArrayList<>();
        int position = 0;
        while (true) {
            StringBuilder field = new StringBuilder();
            position = position < row.length() && row.charAt(position) == '"'
                    ? quoted(row, position, field)
                    : plain(row, position, field);
            fields.add(field.toString());
            if (position == row.length()) {
                return fields;
            }
            position++;
        }
    }

    private static int plain(String row, int start, StringBuilder field) {
        int comma = row.indexOf(',', start);
        int end = comma < 0 ? row.length() : comma;
        field.append(row, start, end);
        return end;
    }

    private static int quoted(String row, int start, StringBuilder field) throws Malformed {
        int position = start + 1;
        while (position < row.length()) {
            char character = row.charAt(position);
            if (character != '"') {
                field.append(character);
                position++;
            } else if (position + 1 < row.length() && row.charAt(position + 1) == '"') {
                field.append('"');
                position += 2;
            } else if (position + 1 == row.length() || row.charAt(position + 1) == ',') {
                return position + 1;
            } else {
                throw new Malformed(
                        "'%s' after the closing quote at character %d"
                                .formatted(row.charAt(position + 1), position + 2),
                        false);
            }
        }
        throw new Malformed("the quote at character %d is not closed".formatted(start + 1), true);
    }

    /** A row of CSV that {@link #parse} reads back as these fields. */
    static String format(List<String> fields) {
        List<String> quoted = new ArrayList<>();
        for (String field : fields) {
            boolean needsQuotes = field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            quoted.add(needsQuotes ? '"' + field.replace("\"", "\"\"") + '"' : field);
        }
        return String.join(",", quoted);
    }
}
