package io.clientele.stack.erasure;

import io.clientele.jobs.domain.identity.Identifier;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Literals of SQL. */
final class SqlText {
    private SqlText() {}

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    static String textOrNull(@Nullable String value) {
        return value == null ? "null" : text(value);
    }

    /** A list of texts, for {@code in (…)}. */
    static String list(Collection<String> values) {
        return values.stream().map(SqlText::text).collect(Collectors.joining(", "));
    }

    /** A list of {@code type:value}, for {@code in (…)}. */
    static String identifiers(Collection<Identifier> identifiers) {
        return list(identifiers.stream().map(Identifier::text).toList());
    }
}
