package io.clientele.connectors.iceberg;

import io.clientele.schemas.tables.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.Schema;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** What a definition has that the deployed table has not: columns and comments, nested ones too. */
final class SchemaDifference {
    /** A column to add; parent is null at the top. */
    private record Addition(@Nullable String parent, Types.NestedField field) {
        String path() {
            return parent == null ? field.name() : parent + "." + field.name();
        }
    }

    private record Comment(String column, String text) {}

    private final String table;
    private final List<Addition> additions = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private final List<String> madeNullable = new ArrayList<>();

    private SchemaDifference(String table) {
        this.table = table;
    }

    /** Compares by name; throws {@link IncompatibleTable} naming table and column where they cannot be reconciled. */
    static SchemaDifference between(Schema deployed, TableDefinition definition) {
        SchemaDifference difference = new SchemaDifference(definition.fullName());
        difference.compareFields(null, deployed.asStruct(), definition.schema().asStruct());
        return difference;
    }

    boolean isEmpty() {
        return additions.isEmpty() && comments.isEmpty() && madeNullable.isEmpty();
    }

    void applyTo(UpdateSchema update) {
        // Rows written before have no value for a new column, so it is nullable whatever the definition says.
        additions.forEach(addition -> update.addColumn(
                addition.parent(),
                addition.field().name(),
                addition.field().type(),
                addition.field().doc()));
        madeNullable.forEach(update::makeColumnOptional);
        comments.forEach(comment -> update.updateColumnDoc(comment.column(), comment.text()));
    }

    List<String> describe() {
        List<String> lines = new ArrayList<>();
        additions.forEach(addition -> lines.add("added column " + addition.path()));
        madeNullable.forEach(column -> lines.add("made column " + column + " nullable"));
        comments.forEach(comment -> lines.add("updated the comment of column " + comment.column()));
        return lines;
    }

    private void compareFields(@Nullable String parent, Types.StructType deployed, Types.StructType defined) {
        for (Types.NestedField field : deployed.fields()) {
            if (defined.field(field.name()) == null) {
                throw new IncompatibleTable(
                        "table %s has the column '%s', its definition has not: columns are never removed"
                                .formatted(table, path(parent, field.name())));
            }
        }
        for (Types.NestedField field : defined.fields()) {
            Types.NestedField present = deployed.field(field.name());
            if (present == null) {
                additions.add(new Addition(parent, field));
                continue;
            }
            String path = path(parent, field.name());
            if (present.isRequired() && field.isOptional()) {
                madeNullable.add(path);
            }
            String text = field.doc();
            if (text != null && !Objects.equals(text, present.doc())) {
                comments.add(new Comment(path, text));
            }
            compareTypes(path, present.type(), field.type());
        }
    }

    private void compareTypes(String path, Type deployed, Type defined) {
        if (deployed.isStructType() && defined.isStructType()) {
            compareFields(path, deployed.asStructType(), defined.asStructType());
        } else if (deployed.isListType() && defined.isListType()) {
            compareTypes(
                    path + ".element",
                    deployed.asListType().elementType(),
                    defined.asListType().elementType());
        } else if (deployed.isMapType() && defined.isMapType()) {
            compareTypes(
                    path + ".key",
                    deployed.asMapType().keyType(),
                    defined.asMapType().keyType());
            compareTypes(
                    path + ".value",
                    deployed.asMapType().valueType(),
                    defined.asMapType().valueType());
        } else if (!deployed.equals(defined)) {
            throw new IncompatibleTable("column '%s' of table %s is %s, its definition says %s: types are never changed"
                    .formatted(path, table, deployed, defined));
        }
    }

    private static String path(@Nullable String parent, String name) {
        return parent == null ? name : parent + "." + name;
    }
}
