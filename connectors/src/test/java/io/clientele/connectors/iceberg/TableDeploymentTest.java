package io.clientele.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.TableDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableDeploymentTest {
    @TempDir
    Path folder;

    private CatalogServer server;
    private RESTCatalog catalog;

    @BeforeEach
    void start() throws IOException {
        server = CatalogServer.start(folder);
        catalog = server.settings().open();
    }

    @AfterEach
    void stop() throws IOException {
        catalog.close();
        server.close();
    }

    @Test
    void createsTheWholeLakeAndFindsNothingToDoAfterwards() {
        List<String> done = TableDeployment.deploy(catalog, LakeTables.all());

        assertThat(done)
                .hasSizeGreaterThan(LakeTables.all().size())
                .contains("created table core.customer_profiles_current");
        assertThat(TableDeployment.deploy(catalog, LakeTables.all())).isEmpty();
    }

    @Test
    void saysWhatItWouldDoWithoutDoingIt() {
        List<String> differences = TableDeployment.differences(catalog, LakeTables.all());

        assertThat(TableDeployment.differences(catalog, LakeTables.all())).isEqualTo(differences);
        assertThat(TableDeployment.deploy(catalog, LakeTables.all())).isEqualTo(differences);
        assertThat(TableDeployment.differences(catalog, LakeTables.all())).isEmpty();

        TableDeployment.deploy(catalog, List.of(things(line("sku"), Types.StringType.get(), "old", "id")));
        List<TableDefinition> wider = List.of(things(line("sku"), Types.StringType.get(), "new", "id", "country"));
        assertThat(TableDeployment.differences(catalog, wider))
                .containsExactly(
                        "core.things: added column country", "core.things: updated the comment of column name");
        assertThat(load().schema().findField("country")).isNull();
    }

    @Test
    void createsOnceWhenTwoDeployAtTheSameTime() {
        CompletableFuture<List<String>> other =
                CompletableFuture.supplyAsync(() -> TableDeployment.deploy(catalog, LakeTables.all()));
        List<String> done = new ArrayList<>(TableDeployment.deploy(catalog, LakeTables.all()));
        done.addAll(other.join());

        assertThat(done).doesNotHaveDuplicates();
        assertThat(TableDeployment.deploy(catalog, LakeTables.all())).isEmpty();
    }

    @Test
    void addsColumnsAndCommentsNestedOnesToo() {
        TableDeployment.deploy(catalog, List.of(things(line("sku"), Types.StringType.get(), "old", "id")));

        List<String> done = TableDeployment.deploy(
                catalog, List.of(things(line("sku", "brand"), Types.StringType.get(), "new", "id", "country")));

        assertThat(done)
                .containsExactlyInAnyOrder(
                        "core.things: added column country",
                        "core.things: added column lines.element.brand",
                        "core.things: updated the comment of column name");
        Schema schema = load().schema();
        assertThat(schema.findField("country").isOptional()).isTrue();
        assertThat(schema.findField("country").doc()).isEqualTo("country of it");
        assertThat(schema.findField("lines.element.brand").doc()).isEqualTo("brand of it");
        assertThat(schema.findField("name").doc()).isEqualTo("new");
    }

    @Test
    void refusesAnotherTypeARemovedColumnAndAnotherKeyByName() {
        TableDeployment.deploy(catalog, List.of(things(line("sku"), Types.StringType.get(), "", "id")));

        assertThatThrownBy(() ->
                        TableDeployment.deploy(catalog, List.of(things(line("sku"), Types.LongType.get(), "", "id"))))
                .isInstanceOf(IncompatibleTable.class)
                .hasMessageContainingAll("'name'", "core.things", "string", "long");
        assertThatThrownBy(() -> TableDeployment.deploy(
                        catalog, List.of(things(line("brand"), Types.StringType.get(), "", "id"))))
                .isInstanceOf(IncompatibleTable.class)
                .hasMessageContainingAll("'lines.element.sku'", "core.things");
        assertThatThrownBy(() -> TableDeployment.deploy(
                        catalog, List.of(things(line("sku"), Types.StringType.get(), "", "other_id"))))
                .isInstanceOf(IncompatibleTable.class)
                .hasMessageContainingAll("core.things", "(id)", "(other_id)");
    }

    @Test
    void keepsPropertiesThatItDoesNotKnow() {
        TableDefinition things = things(line("sku"), Types.StringType.get(), "", "id");
        TableDeployment.deploy(catalog, List.of(things));
        load().updateProperties().set("clientele.writer.some-job", "7 digest 1").commit();

        TableDeployment.deploy(catalog, List.of(things));

        assertThat(load().properties()).containsEntry("clientele.writer.some-job", "7 digest 1");
    }

    private Table load() {
        return catalog.loadTable(
                things(line("sku"), Types.StringType.get(), "", "id").identifier());
    }

    private static TableDefinition things(
            Types.StructType line, Type nameType, String nameComment, String key, String... further) {
        List<Types.NestedField> columns = new ArrayList<>(List.of(
                Types.NestedField.required(1, "id", Types.LongType.get(), "id"),
                Types.NestedField.required(2, "other_id", Types.LongType.get(), "other id"),
                Types.NestedField.optional(3, "name", nameType, nameComment),
                Types.NestedField.optional(4, "lines", Types.ListType.ofRequired(5, line), "lines")));
        for (String column : further) {
            columns.add(
                    Types.NestedField.optional(columns.size() + 20, column, Types.StringType.get(), column + " of it"));
        }
        return new TableDefinition(
                "core",
                "things",
                "Things.",
                new Schema(columns),
                List.of(key),
                PartitionSpec.unpartitioned(),
                Map.of(),
                Set.of());
    }

    private static Types.StructType line(String... fields) {
        List<Types.NestedField> columns = new ArrayList<>();
        for (String field : fields) {
            columns.add(
                    Types.NestedField.optional(10 + columns.size(), field, Types.StringType.get(), field + " of it"));
        }
        return Types.StructType.of(columns);
    }
}
