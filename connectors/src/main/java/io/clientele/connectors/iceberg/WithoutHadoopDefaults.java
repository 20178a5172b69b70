package io.clientele.connectors.iceberg;

import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * Everything that another class loader has but Hadoop's own defaults, thousands of lines of XML that are about HDFS, YARN and MapReduce.
 *
 * <p>Iceberg makes a Hadoop configuration for every Parquet file that it opens, to hand on settings of its own, and Hadoop parses its
 * defaults anew for each of them, through the context class loader. With a file per table and checkpoint that took more time
 * than all the rest of the archive job.
 */
final class WithoutHadoopDefaults extends ClassLoader {

    /** Takes all else from the class loader of the thread. */
    WithoutHadoopDefaults() {
        super(Thread.currentThread().getContextClassLoader());
    }

    @Override
    public @Nullable URL getResource(String name) {
        return name.endsWith("-default.xml") ? null : super.getResource(name);
    }
}
