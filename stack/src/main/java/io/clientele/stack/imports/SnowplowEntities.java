package io.clientele.stack.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.stack.StackFailure;
import io.clientele.stack.imports.CsvRows.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON columns of Snowplow's table {@code atomic.events}: what was done, and the entities that go with it. Each version of a
 * schema has a column of its own, {@code …_1_0_0}, or all of a major version have one, {@code …_1}.
 */
final class SnowplowEntities {
    private static final String ECOMMERCE = "contexts_com_snowplowanalytics_snowplow_ecommerce_";
    private static final String ACTION_COLUMN =
            "unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What is read of a row, with the beginning of its columns' names. */
    enum Kind {
        ACTION(ACTION_COLUMN),
        CART(ECOMMERCE + "cart"),
        CHECKOUT_STEP(ECOMMERCE + "checkout_step"),
        PRODUCT(ECOMMERCE + "product"),
        PROMOTION(ECOMMERCE + "promotion"),
        REFUND(ECOMMERCE + "refund"),
        TRANSACTION(ECOMMERCE + "transaction"),
        USER(ECOMMERCE + "user"),
        WEB_PAGE("contexts_com_snowplowanalytics_snowplow_web_page"),
        CLIENT_SESSION("contexts_com_snowplowanalytics_snowplow_client_session");

        private final String column;

        Kind(String column) {
            this.column = column;
        }
    }

    private final Map<Kind, List<String>> columns = new LinkedHashMap<>();

    /**
     * Finds the columns in the header, which is left to be read again.
     *
     * @throws StackFailure if no column says what was done
     */
    SnowplowEntities(TextLines lines) {
        List<String> header = header(lines);
        for (Kind kind : Kind.values()) {
            columns.put(
                    kind,
                    header.stream()
                            .map(String::strip)
                            .filter(name -> name.matches(kind.column + "_\\d+(_\\d+_\\d+)?"))
                            .toList());
        }
        if (columns(Kind.ACTION).isEmpty()) {
            throw new StackFailure(
                    "%s has no column %s_1: expected is atomic.events with events and contexts as JSON in its columns, as on"
                                    .formatted(lines.file(), ACTION_COLUMN)
                            + " BigQuery, Snowflake and Databricks; on Redshift and Postgres join the tables of the contexts to it");
        }
    }

    private static List<String> header(TextLines lines) {
        Row first = lines.next();
        if (first == null) {
            return List.of();
        }
        lines.pushBack(List.of(first));
        try {
            return CsvLine.parse(first.text());
        } catch (CsvLine.Malformed e) {
            return List.of();
        }
    }

    private List<String> columns(Kind kind) {
        return columns.getOrDefault(kind, List.of());
    }

    /** The names of all columns that are there. */
    List<String> columns() {
        return columns.values().stream().flatMap(List::stream).toList();
    }

    /**
     * The entities of a kind, empty for none.
     *
     * @throws RowRefused with reason {@code bad_json}
     */
    List<JsonNode> all(Fields row, Kind kind) throws RowRefused {
        List<JsonNode> entities = new ArrayList<>();
        for (String column : columns(kind)) {
            String text = row.get(column);
            if (!text.isEmpty()) {
                JsonNode json = parse(column, text);
                if (json.isArray()) {
                    json.forEach(entities::add);
                } else if (json.isObject()) {
                    entities.add(json);
                }
            }
        }
        return entities;
    }

    /** The first entity of a kind; one without any field for none. */
    JsonNode first(Fields row, Kind kind) throws RowRefused {
        List<JsonNode> entities = all(row, kind);
        return entities.isEmpty() ? JSON.createObjectNode() : entities.get(0);
    }

    private static JsonNode parse(String column, String text) throws RowRefused {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new RowRefused("bad_json", "%s is '%s': %s".formatted(column, text, e.getOriginalMessage()));
        }
    }

    /**
     * A field of an entity as text; null if it is not there or empty. Its name is compared without case and underscores: warehouses
     * spell {@code sessionId} also {@code session_id}.
     */
    static @Nullable String text(JsonNode entity, String name) {
        String plain = plain(name);
        for (Map.Entry<String, JsonNode> field : entity.properties()) {
            if (plain(field.getKey()).equals(plain) && !field.getValue().isNull()) {
                JsonNode value = field.getValue();
                String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
                return text.isBlank() ? null : text.strip();
            }
        }
        return null;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
