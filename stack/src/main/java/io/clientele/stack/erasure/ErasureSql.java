package io.clientele.stack.erasure;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.schemas.tables.ErasureRule;
import io.clientele.schemas.tables.TableDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types;

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
                                        .map(column -> column.name() + " = " + anonymised(column))
                                        .collect(Collectors.joining(", ")),
                                where(table));
            case CLEAR_BYTES ->
                "update %s set record_key = null, record_value = null, detail = null where %s"
                        .formatted(name(table), where(table));
            case NOTHING -> throw new IllegalArgumentException(table.fullName() + " holds nothing of anybody");
        };
        return NOT_SHOWN + statement;
    }

    /** Of an event of somebody else only what names an erased person goes: a device that both used, for example. */
    private String anonymised(Types.NestedField column) {
        String name = column.name();
        String empty = column.type().isListType() ? "array[]" : "null";
        String all = SqlText.identifiers(identifiers);
        String kept = name;
        if (name.equals("identifiers")) {
            kept = "filter(identifiers, named -> named.identifier_type || ':' || named.identifier_value not in (%s))"
                    .formatted(all);
        } else {
            // an address goes with its hash
            String type = ErasureRule.IDENTIFIERS.contains(name) ? name : name + "_sha256";
            String values = values(type);
            if (!values.isEmpty()) {
                kept = "if(%s, null, %s)".formatted(isOneOf(type, values), name);
            }
        }
        return "if(owner in (%s), %s, %s)".formatted(all, empty, kept);
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
            String values = values(type);
            if (!values.isEmpty() && table.schema().findField(type) != null) {
                conditions.add(isOneOf(type, values));
            }
        }
        return conditions;
    }

    private static String isOneOf(String type, String values) {
        return "%s in (%s)".formatted(type.endsWith("_sha256") ? "lower(" + type + ")" : type, values);
    }

    /** Of a type, as a list; empty for none. */
    private String values(String type) {
        List<String> values = identifiers.stream()
                .filter(identifier -> identifier.type().text().equals(type))
                .map(Identifier::value)
                .toList();
        return values.isEmpty() ? "" : SqlText.list(values);
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
