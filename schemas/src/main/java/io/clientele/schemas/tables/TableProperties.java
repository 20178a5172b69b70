package io.clientele.schemas.tables;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The properties of every table. */
final class TableProperties {
    private TableProperties() {}

    /** @param unbounded the columns of which the metadata must show no value */
    static Map<String, String> of(String comment, Collection<String> unbounded) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("comment", comment);
        // Trino 476 does not read the deletion vectors of format 3.
        properties.put("format-version", "2");
        properties.put("write.format.default", "parquet");
        properties.put("write.parquet.compression-codec", "zstd");
        // A statement of Trino that changes rows would else fail whenever a job appends meanwhile, which is every few
        // seconds.
        properties.put("write.delete.isolation-level", "snapshot");
        // A commit every few seconds would else leave a metadata file each, for ever.
        properties.put("write.metadata.delete-after-commit.enabled", "true");
        properties.put("write.metadata.previous-versions-max", "20");
        // The bounds of a column are values of it: an erased person must not live on in the metadata.
        for (String column : unbounded) {
            properties.put("write.metadata.metrics.column." + column, "none");
        }
        return properties;
    }
}
