package io.clientele.stack.deployment;

import io.clientele.connectors.iceberg.TableDeployment;
import io.clientele.connectors.kafka.SchemaRegistry;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.stack.StackFailure;
import io.clientele.stack.parts.EmbeddedStack;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;

/** Brings what the line needs into the running servers of a stack. */
public final class Deployment {

    private final EmbeddedStack stack;
    private final Consumer<String> progress;

    /**
     * Deploys nothing yet.
     *
     * @param progress told a line per step that changed something
     */
    public Deployment(EmbeddedStack stack, Consumer<String> progress) {
        this.stack = stack;
        this.progress = progress;
    }

    /** Topics, contracts, tables, views: what is missing or differs, in the order in which one needs the other. */
    public void deploy() throws InterruptedException {
        List<String> topics = new Topics(stack.bootstrapServers()).create();
        say(topics.size(), "topics created", String.join(", ", topics));
        register();
        boolean haveTablesChanged;
        try (RESTCatalog catalog = stack.lake().open()) {
            List<String> tables = TableDeployment.deploy(catalog, LakeTables.all());
            say(tables.size(), "changes to the lake's tables", "");
            haveTablesChanged = !tables.isEmpty();
        } catch (IOException e) {
            throw new StackFailure("cannot close the catalog: " + e.getMessage(), e);
        }
        new Views(stack, progress).deploy(haveTablesChanged);
    }

    private void register() {
        SchemaRegistry registry = new SchemaRegistry(stack.registry());
        for (EventContract contract : Contracts.all()) {
            registry.requireBackwardCompatibility(contract.subject());
            registry.register(contract.subject(), contract.schema());
        }
    }

    /** Deletes every record, table and view of the line. Nothing may write or read meanwhile. */
    public void empty() throws InterruptedException {
        new Topics(stack.bootstrapServers()).delete();
        try (RESTCatalog catalog = stack.lake().open()) {
            int dropped = 0;
            for (Namespace namespace : catalog.listNamespaces()) {
                for (TableIdentifier view : catalog.listViews(namespace)) {
                    catalog.dropView(view);
                }
                for (TableIdentifier table : catalog.listTables(namespace)) {
                    catalog.dropTable(table, true);
                    dropped++;
                }
            }
            progress.accept(dropped + " tables dropped");
        } catch (IOException e) {
            throw new StackFailure("cannot close the catalog: " + e.getMessage(), e);
        }
    }

    private void say(int changes, String what, String which) {
        if (changes > 0) {
            progress.accept(changes + " " + what + (which.isEmpty() ? "" : ": " + which));
        }
    }
}
