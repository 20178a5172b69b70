package io.clientele.connectors.trino;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of SQL statements.
 *
 * @param name name of the file, for messages
 * @param text its content; statements end with a semicolon
 */
public record SqlScript(String name, String text) {

    /**
     * The statements, without their semicolons; comments before a statement stay with it. A semicolon in a string, a quoted
     * name or a comment ends nothing.
     *
     * @throws IllegalArgumentException if a quote or a comment is never closed
     */
    public List<String> statements() {
        List<String> statements = new ArrayList<>();
        int start = 0;
        int position = 0;
        while (position < text.length()) {
            int skipped = skip(position);
            if (skipped > position) {
                position = skipped;
            } else {
                if (text.charAt(position) == ';') {
                    add(statements, start, position);
                    start = position + 1;
                }
                position++;
            }
        }
        add(statements, start, text.length());
        return statements;
    }

    /** The text with every string, quoted name and comment blanked, for looking at the names that it uses. */
    String code() {
        StringBuilder code = new StringBuilder(text.length());
        int position = 0;
        while (position < text.length()) {
            int skipped = skip(position);
            if (skipped > position) {
                code.append(' ');
                position = skipped;
            } else {
                code.append(text.charAt(position));
                position++;
            }
        }
        return code.toString();
    }

    private void add(List<String> statements, int start, int end) {
        String statement = text.substring(start, end).strip();
        if (!new SqlScript(name, statement).code().isBlank()) {
            statements.add(statement);
        }
    }

    /** The end of the string, quoted name or comment that begins here; the position itself when none does. */
    private int skip(int position) {
        if (text.startsWith("--", position)) {
            int end = text.indexOf('\n', position);
            return end < 0 ? text.length() : end;
        }
        String closing = closing(position);
        if (closing == null) {
            return position;
        }
        // A doubled quote inside a string closes it and at once opens the next: the same for our purpose.
        int end = text.indexOf(closing, position + closing.length());
        if (end < 0) {
            long line = text.substring(0, position).lines().count();
            throw new IllegalArgumentException("%s: what %s opens in line %d is never closed"
                    .formatted(name, text.charAt(position), Math.max(1, line)));
        }
        return end + closing.length();
    }

    private @Nullable String closing(int position) {
        if (text.startsWith("/*", position)) {
            return "*/";
        }
        return switch (text.charAt(position)) {
            case '\'' -> "'";
            case '"' -> "\"";
            default -> null;
        };
    }
}
