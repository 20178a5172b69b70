package io.clientele.connectors.iceberg;

import static io.clientele.connectors.iceberg.TestTables.SCORES_CHANGES;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.TemporaryClassLoaderContext;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.Test;

class PartitionedFilesTest {

    @Test
    @SuppressWarnings("try") // the context is closed, nothing more
    void opensAFileWithoutReadingHadoopsDefaults() throws Exception {
        List<String> asked = new ArrayList<>();
        ClassLoader recording = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public URL getResource(String name) {
                asked.add(name);
                return super.getResource(name);
            }
        };
        // files that Hadoop knows nothing of, as those of an object store
        try (InMemoryCatalog catalog = new InMemoryCatalog();
                TemporaryClassLoaderContext ignored = TemporaryClassLoaderContext.of(recording)) {
            catalog.initialize("lake", Map.of());
            catalog.createNamespace(SCORES_CHANGES.identifier().namespace());
            Table table = catalog.createTable(
                    SCORES_CHANGES.identifier(),
                    SCORES_CHANGES.schema(),
                    PartitionSpec.unpartitioned(),
                    Map.of("write.parquet.compression-codec", "zstd"));
            PartitionedFiles files = new PartitionedFiles(table, SCORES_CHANGES.schema(), 0, 0);

            files.write(TestTables.score("p1", 1));

            assertThat(files.finish()).hasSize(1);
        }
        assertThat(asked)
                .as("a configuration was made")
                .contains("core-site.xml")
                .noneMatch(name -> name.endsWith("-default.xml"));
    }
}
