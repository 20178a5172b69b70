package io.clientele.connectors.iceberg;

import io.clientele.schemas.tables.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;

/**
 * Brings the tables of a catalog to their definitions: creates what is missing, adds columns, updates comments and
 * properties. It never removes or rewrites anything, may run as often as wanted, and twice at once.
 */
public final class TableDeployment {
    /** Table property that keeps the key columns, so that a changed key is noticed. */
    public static final String KEY_PROPERTY = "clientele.key-columns";

    private static final int MAX_ATTEMPTS = 10;

    private final Catalog catalog;
    private final boolean isOnlyLooking;
    private final List<String> done = new ArrayList<>();

    private TableDeployment(Catalog catalog, boolean isOnlyLooking) {
        this.catalog = catalog;
        this.isOnlyLooking = isOnlyLooking;
    }

    /**
     * Deploys the tables in the order given.
     *
     * @return one line for each thing that was changed; empty when everything was as defined
     * @throws IncompatibleTable if a table differs in a way that would need its data rewritten: a column of another type,
     *     a column the definition no longer has, another key, other partitions
     */
    public static List<String> deploy(Catalog catalog, List<TableDefinition> definitions) {
        return new TableDeployment(catalog, false).all(definitions);
    }

    /** What {@link #deploy} would change now, in the same words and with the same failures; changes nothing. */
    public static List<String> differences(Catalog catalog, List<TableDefinition> definitions) {
        return new TableDeployment(catalog, true).all(definitions);
    }

    /**
     * Creates one table whose files are in a folder of their own, wherever it may be renamed to.
     *
     * @throws AlreadyExistsException if there is one of this name
     */
    public static void create(Catalog catalog, TableDefinition definition, String location) {
        catalog.buildTable(definition.identifier(), definition.schema())
                .withPartitionSpec(definition.partitionSpec())
                .withProperties(propertiesOf(definition))
                .withLocation(location)
                .create();
    }

    private List<String> all(List<TableDefinition> definitions) {
        definitions.stream().map(TableDefinition::namespace).distinct().forEach(this::createNamespace);
        definitions.forEach(this::deploy);
        return done;
    }

    private void createNamespace(String name) {
        Namespace namespace = Namespace.of(name);
        SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
        if (namespaces.namespaceExists(namespace)) {
            return;
        }
        try {
            if (!isOnlyLooking) {
                namespaces.createNamespace(namespace);
            }
            done.add("created namespace " + name);
        } catch (AlreadyExistsException another) {
            // made by a deployment that runs at the same time
            return;
        }
    }

    private void deploy(TableDefinition definition) {
        for (int attempt = 1; ; attempt++) {
            try {
                if (catalog.tableExists(definition.identifier())) {
                    evolve(catalog.loadTable(definition.identifier()), definition);
                } else {
                    if (!isOnlyLooking) {
                        create(definition);
                    }
                    done.add("created table " + definition.fullName());
                }
                return;
            } catch (AlreadyExistsException | CommitFailedException another) {
                // A deployment at the same time or a writer came first: look again at what is left to do.
                if (attempt == MAX_ATTEMPTS) {
                    throw another;
                }
            }
        }
    }

    private void create(TableDefinition definition) {
        catalog.buildTable(definition.identifier(), definition.schema())
                .withPartitionSpec(definition.partitionSpec())
                .withProperties(propertiesOf(definition))
                .create();
    }

    private void evolve(Table table, TableDefinition definition) {
        requireSameKey(table, definition);
        requireSamePartitions(table, definition);
        SchemaDifference difference = SchemaDifference.between(table.schema(), definition);
        Map<String, String> properties = changedProperties(table, definition);
        if (!isOnlyLooking && !(difference.isEmpty() && properties.isEmpty())) {
            change(table, difference, properties);
        }
        difference.describe().forEach(line -> done.add(definition.fullName() + ": " + line));
        properties.keySet().stream()
                .sorted()
                .forEach(name -> done.add(definition.fullName() + ": set property " + name));
    }

    private static void change(Table table, SchemaDifference difference, Map<String, String> properties) {
        Transaction transaction = table.newTransaction();
        if (!difference.isEmpty()) {
            UpdateSchema update = transaction.updateSchema();
            difference.applyTo(update);
            update.commit();
        }
        if (!properties.isEmpty()) {
            UpdateProperties update = transaction.updateProperties();
            properties.forEach(update::set);
            update.commit();
        }
        transaction.commitTransaction();
    }

    private static void requireSameKey(Table table, TableDefinition definition) {
        String deployed = table.properties().get(KEY_PROPERTY);
        String defined = String.join(",", definition.keyColumns());
        if (deployed != null && !deployed.equals(defined)) {
            throw new IncompatibleTable(
                    "table %s has the key (%s), its definition (%s): a key cannot be changed in place"
                            .formatted(definition.fullName(), deployed, defined));
        }
    }

    private static void requireSamePartitions(Table table, TableDefinition definition) {
        List<String> deployed = describe(table.spec());
        List<String> defined = describe(definition.partitionSpec());
        if (!deployed.equals(defined)) {
            throw new IncompatibleTable("table %s is partitioned by %s, its definition by %s: repartition it by hand"
                    .formatted(definition.fullName(), deployed, defined));
        }
    }

    private static List<String> describe(PartitionSpec spec) {
        return spec.fields().stream()
                .map(field -> field.transform() + "(" + spec.schema().findColumnName(field.sourceId()) + ")")
                .toList();
    }

    private static Map<String, String> propertiesOf(TableDefinition definition) {
        Map<String, String> properties = new HashMap<>(definition.properties());
        properties.put("comment", definition.comment());
        properties.put(KEY_PROPERTY, String.join(",", definition.keyColumns()));
        return properties;
    }

    private static Map<String, String> changedProperties(Table table, TableDefinition definition) {
        Map<String, String> changed = propertiesOf(definition);
        // The format version is no property of an existing table; the catalog does not give it back.
        changed.remove("format-version");
        changed.entrySet()
                .removeIf(wanted -> wanted.getValue().equals(table.properties().get(wanted.getKey())));
        return changed;
    }
}
