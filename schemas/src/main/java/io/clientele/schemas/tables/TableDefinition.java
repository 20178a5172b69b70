package io.clientele.schemas.tables;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;

/**
 * What one Iceberg table is to be.
 *
 * @param namespace namespace in the catalog, for example {@code core}
 * @param name name inside the namespace
 * @param comment what a row is
 * @param schema the columns, each with its comment; the catalog gives its own field ids to a new table
 * @param keyColumns the columns that tell rows apart; all required. A key is stated, not enforced by the table; empty for a
 *     log whose rows nothing tells apart.
 * @param partitionSpec the partitions
 * @param properties the table properties that are set, the comment included
 * @param piiColumns columns of personal data: no statistics of them are kept in the metadata
 */
public record TableDefinition(
        String namespace,
        String name,
        String comment,
        Schema schema,
        List<String> keyColumns,
        PartitionSpec partitionSpec,
        Map<String, String> properties,
        Set<String> piiColumns) {

    public TableDefinition {
        keyColumns = List.copyOf(keyColumns);
        properties = Map.copyOf(properties);
        piiColumns = Set.copyOf(piiColumns);
        for (String key : keyColumns) {
            Types.NestedField field = schema.findField(key);
            if (field == null || field.isOptional()) {
                throw new IllegalArgumentException(
                        namespace + "." + name + ": the key column '" + key + "' must be a required column");
            }
        }
        for (String pii : piiColumns) {
            if (schema.findField(pii) == null) {
                throw new IllegalArgumentException(namespace + "." + name + " has no column '" + pii + "'");
            }
        }
    }

    /** The definition with the properties that every table of the lake has. */
    static TableDefinition of(
            String namespace,
            String name,
            String comment,
            Schema schema,
            List<String> keyColumns,
            PartitionSpec partitionSpec,
            Set<String> piiColumns) {
        Set<String> unbounded = new TreeSet<>(ErasureRule.TELLING);
        unbounded.removeIf(column -> schema.findField(column) == null);
        unbounded.addAll(piiColumns);
        return new TableDefinition(
                namespace,
                name,
                comment,
                schema,
                keyColumns,
                partitionSpec,
                TableProperties.of(comment, unbounded),
                piiColumns);
    }

    /** The same table in another namespace. */
    public TableDefinition in(String otherNamespace) {
        return new TableDefinition(
                otherNamespace, name, comment, schema, keyColumns, partitionSpec, properties, piiColumns);
    }

    /** Namespace and name as the Iceberg API has them. */
    public TableIdentifier identifier() {
        return TableIdentifier.of(namespace, name);
    }

    /** Namespace and name as SQL has them: {@code core.rfm_thresholds}. */
    public String fullName() {
        return namespace + "." + name;
    }
}
