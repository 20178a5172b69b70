package io.clientele.connectors.iceberg;

import static io.clientele.connectors.iceberg.TestTables.SCORES_CHANGES;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.TemporaryClassLoaderContext;
import org.apache.iceberg.Table;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionedFilesTest {

    @TempDir
    Path folder;

    @Test
    @SuppressWarnings("try") // it is closed, nothing more
    void opensAFileWithoutReadingHadoopsDefaults() throws Exception {
        List<String> asked = new ArrayList<>();
        ClassLoader recording = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public URL getResource(String name) {
                asked.add(name);
                return super.getResource(name);
            }
        };
        try (CatalogServer server = CatalogServer.start(folder);
                RESTCatalog catalog = server.settings().open()) {
            TableDeployment.deploy(catalog, List.of(SCORES_CHANGES));
            Table table = catalog.loadTable(SCORES_CHANGES.identifier());
            table.updateProperties()
                    .set("write.parquet.compression-codec", "zstd")
                    .commit();
            try (TemporaryClassLoaderContext ignored = TemporaryClassLoaderContext.of(recording)) {
                PartitionedFiles files = new PartitionedFiles(table, SCORES_CHANGES.schema(), 0, 0);
                files.write(TestTables.score("p1", 1));
                files.finish();
                asked.clear();

                files.write(TestTables.score("p1", 2));

                assertThat(files.finish()).hasSize(1);
            }
        }
        assertThat(asked).as("a configuration was made").contains("core-site.xml");
        assertThat(asked).noneMatch(name -> name.endsWith("-default.xml"));
    }
}
