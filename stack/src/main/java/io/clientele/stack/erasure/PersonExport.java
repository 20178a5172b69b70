package io.clientele.stack.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.schemas.tables.ErasureRule;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.TableDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is held about a person, as JSON: of each table the rows that an erasure would erase (of an event of somebody else that names the
 * person no more than that), and of each view with a {@code person_id} what it shows of the person. Instants are texts in UTC, amounts are texts with all their digits, bytes are in
 * Base64.
 */
final class PersonExport {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).findAndRegisterModules();

    private final TrinoClient trino;
    private final Collection<Identifier> identifiers;
    private final ErasureSql sql;
    private final Map<String, Integer> counts = new TreeMap<>();

    PersonExport(TrinoClient trino, Collection<Identifier> identifiers) {
        this.trino = trino;
        this.identifiers = List.copyOf(identifiers);
        this.sql = new ErasureSql(identifiers);
    }

    /** Number of rows of each part that has any; after {@link #json}. */
    Map<String, Integer> counts() {
        return counts;
    }

    /** The document: identifiers, person ids, and the parts by the names of their tables and views, sorted. */
    String json() throws JsonProcessingException {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode names = document.putArray("identifiers");
        identifiers.stream().sorted().forEach(identifier -> names.add(identifier.text()));
        ObjectNode parts = document.putObject("held");
        Map<String, TableDefinition> tables = tables();
        Map<String, List<Column>> columns = columns();
        for (Map.Entry<String, List<Column>> part : columns.entrySet()) {
            @Nullable TableDefinition table = tables.get(part.getKey());
            if (table != null) {
                put(parts, part.getKey(), part.getValue(), column -> sql.shown(table, column), sql.where(table));
            } else if (part.getValue().stream().anyMatch(column -> column.name().equals("person_id"))) {
                String condition = "person_id in (%s)".formatted(SqlText.list(personIds()));
                put(parts, part.getKey(), part.getValue(), column -> column, condition);
            }
        }
        return JSON.writeValueAsString(document);
    }

    private List<String> personIds() {
        return identifiers.stream().map(Identifier::personId).distinct().toList();
    }

    private static Map<String, TableDefinition> tables() {
        return LakeTables.all().stream()
                .filter(table -> ErasureRule.of(table) != ErasureRule.NOTHING)
                .collect(Collectors.toMap(TableDefinition::fullName, Function.identity()));
    }

    /** What JSON has no form of: instants and dates, also as keys. */
    private static final Pattern NOT_IN_JSON =
            Pattern.compile("timestamp\\(\\d+\\)( with time zone)?|\\bdate\\b(?=[,)])");

    private record Column(String name, String type) {
        /** A form that has the same text everywhere: JSON for what is nested, text for the rest. */
        String sql(String value) {
            if (isNested()) {
                return "json_format(cast(cast(%s as %s) as json))"
                        .formatted(value, NOT_IN_JSON.matcher(type).replaceAll("varchar"));
            }
            if (type.equals("varbinary")) {
                return "to_base64(" + value + ")";
            }
            if (type.startsWith("timestamp") && type.endsWith("time zone")) {
                return "to_iso8601(" + value + ")";
            }
            return "cast(" + value + " as varchar)";
        }

        boolean isNested() {
            return type.startsWith("array(") || type.startsWith("row(") || type.startsWith("map(");
        }
    }

    private Map<String, List<Column>> columns() {
        Map<String, List<Column>> columns = new TreeMap<>();
        for (List<@Nullable Object> row : trino.query("""
                select table_schema || '.' || table_name, column_name, data_type
                from lake.information_schema.columns
                where table_schema in ('raw', 'core')
                order by table_schema, table_name, ordinal_position""")) {
            columns.computeIfAbsent(String.valueOf(row.get(0)), none -> new ArrayList<>())
                    .add(new Column(String.valueOf(row.get(1)), String.valueOf(row.get(2))));
        }
        return columns;
    }

    private void put(ObjectNode parts, String name, List<Column> columns, UnaryOperator<String> shown, String condition)
            throws JsonProcessingException {
        String selected = columns.stream()
                .map(column -> column.sql(shown.apply(column.name())))
                .collect(Collectors.joining(", "));
        List<ObjectNode> rows = new ArrayList<>();
        for (List<@Nullable Object> row : trino.query(ErasureSql.NOT_SHOWN
                + "select %s from lake.%s where %s order by %s"
                        .formatted(selected, name, condition, order(columns.size())))) {
            rows.add(object(columns, row));
        }
        if (!rows.isEmpty()) {
            parts.putArray(name).addAll(rows);
            counts.put(name, rows.size());
        }
    }

    private static String order(int columns) {
        List<String> positions = new ArrayList<>();
        for (int position = 1; position <= columns; position++) {
            positions.add(Integer.toString(position));
        }
        return String.join(", ", positions);
    }

    private static ObjectNode object(List<Column> columns, List<@Nullable Object> row) throws JsonProcessingException {
        ObjectNode object = JSON.createObjectNode();
        for (int index = 0; index < columns.size(); index++) {
            Column column = columns.get(index);
            Object value = row.get(index);
            if (value != null) {
                object.set(column.name(), node(column, String.valueOf(value)));
            }
        }
        return object;
    }

    private static JsonNode node(Column column, String text) throws JsonProcessingException {
        return column.isNested() ? JSON.readTree(text) : JSON.getNodeFactory().textNode(text);
    }
}
