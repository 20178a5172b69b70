package io.clientele.stack.erasure;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.schemas.tables.ErasureRule;
import io.clientele.schemas.tables.TableDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The statements that find the rows of persons in a table and erase them, by the {@link ErasureRule} of the table. */
final class ErasureSql {

    /** Failures show the first characters of a statement: what it names comes after them. */
    static final String NOT_SHOWN = "/* A statement of an erasure. Whom it is about stands behind this remark, which is"
            + " long enough to fill what a message shows of a statement. */ ";

    /** A shorter value occurs anywhere: in bytes it is looked for together with its length, as Avro writes it. */
    private static final int TELLING_LENGTH = 6;

    private final List<Identifier> identifiers;
    private final List<String> personIds;

    /** @param identifiers of all persons of a pass */
    ErasureSql(Collection<Identifier> identifiers) {
        this.identifiers = List.copyOf(identifiers);
        this.personIds =
                identifiers.stream().map(Identifier::personId).distinct().toList();
    }

    /** Counts the rows that hold something of the persons. */
    String count(TableDefinition table) {
        return NOT_SHOWN + "select count(*) from %s where %s".formatted(name(table), where(table));
    }

    /** Erases them; the rule of the table must not be {@link ErasureRule#NOTHING}. */
    String erase(TableDefinition table) {
        String statement = switch (ErasureRule.of(table)) {
            case DELETE -> "delete from %s where %s".formatted(name(table), where(table));
            case ANONYMISE ->
                "update %s set %s where %s"
                        .formatted(
                                name(table),
                                ErasureRule.anonymised(table).stream()
                                        .map(column ->
                                                column.name() + (column.type().isListType() ? " = array[]" : " = null"))
                                        .collect(Collectors.joining(", ")),
                                where(table));
            case CLEAR_BYTES ->
                "update %s set record_key = null, record_value = null, detail = null where %s"
                        .formatted(name(table), where(table));
            case NOTHING -> throw new IllegalArgumentException(table.fullName() + " holds nothing of anybody");
        };
        return NOT_SHOWN + statement;
    }

    /** The condition that finds them. */
    String where(TableDefinition table) {
        return switch (ErasureRule.of(table)) {
            case ANONYMISE -> ofEvents(table);
            case CLEAR_BYTES -> ofBytes();
            case DELETE -> ofPersons(table);
            case NOTHING -> "false";
        };
    }

    private String ofEvents(TableDefinition table) {
        List<String> conditions = byColumns(table);
        conditions.add("owner in (%s)".formatted(SqlText.identifiers(identifiers)));
        if (table.schema().findField("identifiers") != null) {
            conditions.add(
                    "any_match(identifiers, named -> named.identifier_type || ':' || named.identifier_value in (%s))"
                            .formatted(SqlText.identifiers(identifiers)));
        }
        return either(conditions);
    }

    private String ofPersons(TableDefinition table) {
        List<String> conditions = byColumns(table);
        if (table.schema().findField("person_id") != null) {
            conditions.add("person_id in (%s)".formatted(SqlText.list(personIds)));
        }
        for (String prefix : List.of("", "other_")) {
            if (table.schema().findField(prefix + "identifier_value") != null) {
                conditions.add("%1$sidentifier_type || ':' || %1$sidentifier_value in (%2$s)"
                        .formatted(prefix, SqlText.identifiers(identifiers)));
            }
        }
        return either(conditions);
    }

    /** By the columns that are called like a type of identifier. */
    private List<String> byColumns(TableDefinition table) {
        List<String> conditions = new ArrayList<>();
        for (String type : ErasureRule.IDENTIFIERS) {
            List<String> values = identifiers.stream()
                    .filter(identifier -> identifier.type().text().equals(type))
                    .map(Identifier::value)
                    .toList();
            if (!values.isEmpty() && table.schema().findField(type) != null) {
                String column = type.endsWith("_sha256") ? "lower(" + type + ")" : type;
                conditions.add("%s in (%s)".formatted(column, SqlText.list(values)));
            }
        }
        return conditions;
    }

    private String ofBytes() {
        return either(identifiers.stream()
                .map(Identifier::value)
                .distinct()
                .map(value -> {
                    String text = value.length() < TELLING_LENGTH
                            ? "chr(%d) || %s".formatted(2 * value.length(), SqlText.text(value))
                            : SqlText.text(value);
                    return "strpos(from_utf8(coalesce(record_value, x'')), %1$s) > 0 or strpos(from_utf8(coalesce(record_key, x'')), %2$s) > 0"
                            .formatted(text, SqlText.text(value));
                })
                .toList());
    }

    private static String either(List<String> conditions) {
        return "(" + String.join(" or ", conditions) + ")";
    }

    static String name(TableDefinition table) {
        return "lake." + table.fullName();
    }
}
