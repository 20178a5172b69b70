package io.clientele.stack.deployment;

import io.clientele.connectors.iceberg.IncompatibleTable;
import io.clientele.connectors.iceberg.TableDeployment;
import io.clientele.connectors.kafka.IncompatibleSchema;
import io.clientele.connectors.kafka.RegistryFailure;
import io.clientele.connectors.kafka.SchemaRegistry;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.EventContract;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.rest.RESTCatalog;

/** Brings what the line needs into running servers: topics, contracts, tables, views. */
public final class Deployment {

    private final Servers servers;
    private final Views views;
    private final Topics topics;
    private final Consumer<String> progress;

    /**
     * Deploys nothing yet.
     *
     * @param sql the folder with the scripts of the views, {@code core/*.sql} and {@code mart/*.sql}
     * @param layout of topics that are created
     * @param progress told a line per step that changed something, and what is left as it is though it differs
     */
    public Deployment(Servers servers, Path sql, TopicLayout layout, Consumer<String> progress) {
        this.servers = servers;
        this.views = new Views(servers, sql);
        this.topics = new Topics(servers.kafka(), layout);
        this.progress = progress;
    }

    /**
     * Makes what is missing and changes what differs, in the order in which one needs the other. May run as often as wanted, beside the
     * jobs too; never removes or rewrites data.
     *
     * @return each step, also those that found nothing to do
     * @throws StackFailure if a server does not answer or refuses, naming it
     */
    public List<Step> deploy() throws InterruptedException {
        return run(false);
    }

    /** What {@link #deploy} would do now, marked as not done; changes nothing. */
    public List<Step> differences() throws InterruptedException {
        return run(true);
    }

    private List<Step> run(boolean isDryRun) throws InterruptedException {
        List<Step> steps = new ArrayList<>();
        try (RESTCatalog catalog = servers.lake().open()) {
            topics.differing().forEach(progress);
            done(new Step("topics", topics.total(), "created", topics.create(isDryRun)), isDryRun, steps);
            done(contracts(isDryRun), isDryRun, steps);
            done(tables(catalog, isDryRun), isDryRun, steps);
            boolean isAnotherBusiness = views.areOfOtherSettings(catalog);
            done(views.deploy(catalog, isDryRun), isDryRun, steps);
            if (isAnotherBusiness) {
                progress.accept(
                        "business.zone or reporting.currency is not that of the views before: what the jobs have written keeps the"
                                + " days and amounts of the former until each job has been started with the new one and rebuilt");
            }
            return steps;
        } catch (RegistryFailure | IncompatibleSchema | IncompatibleTable e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        } catch (RESTException | IOException e) {
            throw refused(e);
        }
    }

    private void done(Step step, boolean isDryRun, List<Step> steps) {
        steps.add(step);
        if (!step.changes().isEmpty()) {
            progress.accept((isDryRun ? "not done, --dry-run: " : "") + step.line());
        }
    }

    private Step contracts(boolean isDryRun) {
        SchemaRegistry registry = servers.kafka().registry();
        List<String> changes = new ArrayList<>();
        for (EventContract contract : Contracts.all()) {
            String subject = contract.subject();
            boolean isSafe = registry.requiresBackwardCompatibility(subject);
            boolean isRegistered = registry.isRegistered(subject, contract.schema());
            if (!isSafe && !isDryRun) {
                registry.requireBackwardCompatibility(subject);
            }
            if (!isRegistered && !isDryRun) {
                registry.register(subject, contract.schema());
            }
            if (!isRegistered) {
                changes.add(subject);
            } else if (!isSafe) {
                changes.add("compatibility of " + subject);
            }
        }
        return new Step("contracts", Contracts.all().size(), "registered", changes);
    }

    private static Step tables(RESTCatalog catalog, boolean isDryRun) {
        List<String> changes = isDryRun
                ? TableDeployment.differences(catalog, LakeTables.all())
                : TableDeployment.deploy(catalog, LakeTables.all());
        return new Step("tables", LakeTables.all().size(), "changed", changes);
    }

    /**
     * Deletes every record and table of the line, and the views that tell what they hold. Views that follow from their scripts stay: making
     * them takes longer than all else. Nothing may write or read meanwhile.
     */
    public void empty() throws InterruptedException {
        topics.delete();
        Set<String> lasting = views.scripts().keySet();
        try (RESTCatalog catalog = servers.lake().open()) {
            int dropped = 0;
            for (Namespace namespace : catalog.listNamespaces()) {
                for (TableIdentifier view : catalog.listViews(namespace)) {
                    if (!lasting.contains(view.toString())) {
                        catalog.dropView(view);
                    }
                }
                for (TableIdentifier table : catalog.listTables(namespace)) {
                    catalog.dropTable(table, true);
                    dropped++;
                }
            }
            progress.accept(dropped + " tables dropped");
        } catch (RESTException | IOException e) {
            throw refused(e);
        }
    }

    private StackFailure refused(Exception e) {
        return new StackFailure(
                "the Iceberg catalog at " + servers.lake().catalog() + " refuses: " + e.getMessage(), e);
    }
}
