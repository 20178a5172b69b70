package io.clientele.stack.erasure;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.schemas.tables.ErasureRule;
import io.clientele.schemas.tables.TableDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types;

/** The statements that find the rows of persons in a table and erase them, by the {@link ErasureRule} of the table. */
final class ErasureSql {

    /** Failures show the first characters of a statement: what it names comes after them. */
    static final String NOT_SHOWN = "/* A statement of an erasure. Whom it is about stands behind this remark, which is"
            + " long enough to fill what a message shows of a statement. */ ";

    /** A shorter value occurs anywhere: in bytes it is looked for with its length before it, as Avro writes it, or in quotes, as JSON does. */
    private static final int TELLING_LENGTH = 6;

    private static final String IDENTIFIERS = "identifiers";
    private static final String VALUE = "identifier_value";
    private static final String PERSON = "person_id";
    /** A row may be about one identifier, or about two. */
    private static final List<String> PREFIXES = List.of("", "other_");

    /** What an event may name instead of a person, and the events that say whose that is. */
    private static final Map<String, String> ABOUT = Map.of(
            "message_id", "raw.interactions",
            "conversation_id", "raw.interactions",
            "call_id", "raw.interactions",
            "ticket_id", "raw.support",
            "order_id", "raw.orders");

    /** The order in which tables are erased that say of others whose they are: each before those that it needs. */
    private static final List<String> LAST = List.of("raw.interactions", "raw.support", "raw.orders");

    /** What is told of an event of somebody else, beside what names the person. */
    private static final Set<String> OF_ANY_EVENT = Set.of("event_id", "event_name", "event_time");

    private static final String NAMED = "named.identifier_type || ':' || if(named.identifier_type like '%_sha256',"
            + " lower(named.identifier_value), named.identifier_value)";

    private final List<Identifier> identifiers;
    private final List<String> personIds;

    /** @param identifiers of all persons of a pass */
    ErasureSql(Collection<Identifier> identifiers) {
        this.identifiers = List.copyOf(identifiers);
        this.personIds =
                identifiers.stream().map(Identifier::personId).distinct().toList();
    }

    /** Tables in the order in which they are to be erased: by some of them it is found whose the events of others are. */
    static List<TableDefinition> inOrder(Collection<TableDefinition> tables) {
        return tables.stream()
                .sorted(Comparator.comparing(table -> LAST.indexOf(table.fullName())))
                .toList();
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
        String ofOthers = ofOthers(name, "filter(identifiers, named -> %s not in (%s))", "if(%s, null, %s)", name);
        return "if(%s, %s, %s)".formatted(isPersons(), empty, ofOthers);
    }

    /** What a column of a row that is found says of the persons; of an event of somebody else no more than that it names them. */
    String shown(TableDefinition table, String column) {
        return switch (ErasureRule.of(table)) {
            case ANONYMISE -> OF_ANY_EVENT.contains(column) ? column : shownOfEvent(column);
            case DELETE -> shownOfPerson(column);
            case CLEAR_BYTES, NOTHING -> column;
        };
    }

    /** Of two identifiers that are not one person's, the one. */
    private String shownOfPerson(String column) {
        for (String prefix : PREFIXES) {
            if (column.equals(prefix + VALUE)) {
                return "if(%s, %s)".formatted(isIdentifier(prefix), column);
            }
            if (column.equals(prefix + PERSON)) {
                return "if(%1$s in (%2$s), %1$s)".formatted(column, SqlText.list(personIds));
            }
        }
        return column;
    }

    private String shownOfEvent(String column) {
        String ofOthers = ofOthers(column, "filter(identifiers, named -> %s in (%s))", "if(%s, %s)", "null");
        return "if(%s, %s, %s)".formatted(isPersons(), column, ofOthers);
    }

    /**
     * What becomes of a column in an event of somebody else.
     *
     * @param list for the list of identifiers: what it names, and the persons' identifiers
     * @param one for a column that may have one of them: the condition that it has, and the column
     * @param other for any other column
     */
    private String ofOthers(String column, String list, String one, String other) {
        if (column.equals(IDENTIFIERS)) {
            return list.formatted(NAMED, SqlText.identifiers(identifiers));
        }
        String isOfPerson = isOfPerson(column);
        return isOfPerson.isEmpty() ? other : one.formatted(isOfPerson, column);
    }

    /** Of a row that is found: an event that names nobody is found by what it is about. */
    private String isPersons() {
        return "owner is null or owner in (%s)".formatted(SqlText.identifiers(identifiers));
    }

    /** The condition that a column has an identifier of the persons, or an address whose hash is one; empty if it never does. */
    private String isOfPerson(String column) {
        String type = ErasureRule.IDENTIFIERS.contains(column) ? column : column + "_sha256";
        String values = values(type);
        return values.isEmpty() ? "" : isOneOf(type, values);
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
        if (table.schema().findField(IDENTIFIERS) != null) {
            conditions.add(
                    "any_match(identifiers, named -> %s in (%s))".formatted(NAMED, SqlText.identifiers(identifiers)));
        }
        // a line of a chat may name nothing but the chat
        for (Map.Entry<String, String> about : new TreeMap<>(ABOUT).entrySet()) {
            if (table.schema().findField(about.getKey()) != null) {
                conditions.add(
                        "owner is null and %1$s in (select about.%1$s from lake.%2$s as about where about.owner in (%3$s))"
                                .formatted(about.getKey(), about.getValue(), SqlText.identifiers(identifiers)));
            }
        }
        return either(conditions);
    }

    private String ofPersons(TableDefinition table) {
        List<String> conditions = byColumns(table);
        if (table.schema().findField(PERSON) != null) {
            conditions.add("%s in (%s)".formatted(PERSON, SqlText.list(personIds)));
        }
        for (String prefix : PREFIXES) {
            if (table.schema().findField(prefix + VALUE) != null) {
                conditions.add(isIdentifier(prefix));
            }
        }
        return either(conditions);
    }

    private String isIdentifier(String prefix) {
        return "%1$sidentifier_type || ':' || %1$s%2$s in (%3$s)"
                .formatted(prefix, VALUE, SqlText.identifiers(identifiers));
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
        List<String> conditions = new ArrayList<>();
        for (String value :
                identifiers.stream().map(Identifier::value).distinct().toList()) {
            String text = SqlText.text(value);
            conditions.add(isIn("record_key", text));
            if (value.length() < TELLING_LENGTH) {
                int length = value.getBytes(StandardCharsets.UTF_8).length;
                conditions.add(isIn("record_value", "chr(%d) || %s".formatted(2 * length, text)));
                conditions.add(isIn("record_value", "'\"' || %s || '\"'".formatted(text)));
            } else {
                conditions.add(isIn("record_value", text));
            }
        }
        return either(conditions);
    }

    /** In any spelling: hashes are written with small letters or capitals. */
    private static String isIn(String bytes, String text) {
        return "strpos(lower(from_utf8(coalesce(%s, x''))), lower(%s)) > 0".formatted(bytes, text);
    }

    private static String either(List<String> conditions) {
        return "(" + String.join(" or ", conditions) + ")";
    }

    static String name(TableDefinition table) {
        return "lake." + table.fullName();
    }
}
