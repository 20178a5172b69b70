package io.clientele.schemas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Makes readers' schemas: only the fields that a reader needs, strings as {@link String}. */
final class Projection {
    private Projection() {}

    static Schema whole(Schema schema) {
        return copy(schema, List.of());
    }

    static Schema of(Schema schema, List<String> fields) {
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("a projection of " + schema.getFullName() + " needs at least one field");
        }
        return copy(schema, fields);
    }

    /** No fields named means all of them. */
    private static Schema copy(Schema schema, List<String> fields) {
        return switch (schema.getType()) {
            case STRING -> readAsString(schema);
            case UNION ->
                Schema.createUnion(schema.getTypes().stream()
                        .map(type -> copy(type, fields))
                        .toList());
            case ARRAY -> Schema.createArray(copy(schema.getElementType(), fields));
            case RECORD -> copyRecord(schema, fields);
            default -> leaf(schema, fields);
        };
    }

    private static Schema leaf(Schema schema, List<String> fields) {
        if (!fields.isEmpty()) {
            throw new IllegalArgumentException(schema + " has no field " + fields);
        }
        return schema;
    }

    private static Schema readAsString(Schema schema) {
        Schema string = Schema.create(Schema.Type.STRING);
        schema.getObjectProps().forEach(string::addProp);
        GenericData.setStringType(string, GenericData.StringType.String);
        return string;
    }

    private static Schema copyRecord(Schema schema, List<String> fields) {
        Map<String, List<String>> wanted = byFirstName(fields);
        for (String name : wanted.keySet()) {
            if (schema.getField(name) == null) {
                throw new IllegalArgumentException(schema.getFullName() + " has no field '" + name + "'");
            }
        }
        List<Schema.Field> copies = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            List<String> inside = wanted.get(field.name());
            if (wanted.isEmpty() || inside != null) {
                copies.add(new Schema.Field(field, copy(field.schema(), inside == null ? List.of() : inside)));
            }
        }
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), schema.isError(), copies);
    }

    /** {@code lines.sku, lines.price, currency} becomes lines = [sku, price], currency = []; [] is the whole field. */
    private static Map<String, List<String>> byFirstName(List<String> fields) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (String field : fields) {
            int dot = field.indexOf('.');
            if (dot >= 0) {
                byName.computeIfAbsent(field.substring(0, dot), name -> new ArrayList<>())
                        .add(field.substring(dot + 1));
            }
        }
        for (String field : fields) {
            if (field.indexOf('.') < 0) {
                byName.put(field, List.of());
            }
        }
        return byName;
    }
}
