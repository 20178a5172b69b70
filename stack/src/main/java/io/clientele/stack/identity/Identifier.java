package io.clientele.stack.identity;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Something that a person is known by.
 *
 * @param type one of {@link #TYPES}
 * @param value hashes in lower case, as the line compares them
 */
record Identifier(String type, String value) {
    /** The types, the most telling first. */
    static final List<String> TYPES =
            List.of("customer_id", "loyalty_id", "email_sha256", "phone_sha256", "device_id", "anonymous_id");

    Identifier {
        value = type.endsWith("_sha256") ? value.toLowerCase(Locale.ROOT) : value;
    }

    /**
     * Reads {@code type:value}, or a customer number alone.
     *
     * @throws IllegalArgumentException if there is no such type or no value
     */
    static Identifier parse(String text) {
        int separator = text.indexOf(':');
        String type = separator < 0 ? "customer_id" : text.substring(0, separator);
        String value = text.substring(separator + 1);
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException(
                    "'%s' has the type '%s', allowed are %s; a customer number with a colon is written customer_id:%s"
                            .formatted(text, type, String.join(", ", TYPES), text));
        }
        if (value.isBlank()) {
            throw new IllegalArgumentException("'%s' names nobody: write type:value".formatted(text));
        }
        return new Identifier(type, value);
    }

    /** The form {@code type:value}. */
    String text() {
        return type + ':' + value;
    }

    /** The two as columns of the lake, as a literal of SQL that {@code type || ':' || value} equals. */
    String sql() {
        return "'" + text().replace("'", "''") + "'";
    }

    @Override
    public String toString() {
        return text();
    }

    /** Reads an identifier of the command line. */
    static final class Converter implements ITypeConverter<Identifier> {
        @Override
        public Identifier convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
