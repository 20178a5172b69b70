package io.clientele.connectors.iceberg;

import java.io.Serializable;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.rest.RESTCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Where the lake is: an Iceberg REST catalog and the object store (or, for tests, the folder) that holds the files.
 *
 * @param catalog address of the Iceberg REST catalog, http or https
 * @param warehouse root of the tables: {@code s3://bucket/path}, or {@code file:///folder} on one machine
 * @param s3Endpoint address of an S3-compatible store, reached by path-style access; null for Amazon's own
 * @param s3Region region of the store; any name does for a store that has none
 * @param s3AccessKey access key; null together with the secret for the default credential chain of the AWS SDK
 * @param s3SecretKey secret of the access key, never shown by {@link #toString()}
 * @param catalogConfig more properties of Iceberg's REST client, how it says who it is among them; their values are never shown either
 */
public record LakeSettings(
        URI catalog,
        String warehouse,
        @Nullable URI s3Endpoint,
        String s3Region,
        @Nullable String s3AccessKey,
        @Nullable String s3SecretKey,
        Map<String, String> catalogConfig)
        implements Serializable {

    private static final String CATALOG_NAME = "lake";
    private static final Set<String> DECIDED = Set.of(
            "uri",
            "warehouse",
            "io-impl",
            "client.region",
            "s3.endpoint",
            "s3.path-style-access",
            "s3.access-key-id",
            "s3.secret-access-key");

    public LakeSettings {
        requireHttp("the catalog address", catalog);
        if (s3Endpoint != null) {
            requireHttp("the S3 endpoint", s3Endpoint);
        }
        String scheme = scheme(warehouse);
        if (!scheme.equals("s3") && !scheme.equals("file")) {
            throw new IllegalArgumentException(
                    "the warehouse must be s3://bucket/path or file:///folder, but is '" + warehouse + "'");
        }
        if ((s3AccessKey == null) != (s3SecretKey == null)) {
            throw new IllegalArgumentException("the S3 access key and its secret are given both or not at all");
        }
        if (s3Region.isBlank()) {
            throw new IllegalArgumentException("the S3 region is empty; a store without regions takes any name");
        }
        catalogConfig = new TreeMap<>(catalogConfig);
        for (String key : catalogConfig.keySet()) {
            if (DECIDED.contains(key)) {
                throw new IllegalArgumentException(
                        "the catalog's property '" + key + "' follows from other settings and cannot be set");
            }
        }
    }

    /** A lake whose files are in a local folder. */
    public static LakeSettings local(URI catalog, String warehouse) {
        return new LakeSettings(catalog, warehouse, null, "local", null, null, Map.of());
    }

    /** The properties that Iceberg's catalogs take; holds the secret. */
    public Map<String, String> catalogProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.putAll(timeouts());
        properties.putAll(catalogConfig);
        properties.put("uri", catalog.toString());
        properties.put("warehouse", warehouse);
        if (scheme(warehouse).equals("file")) {
            properties.put("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
            return properties;
        }
        properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        properties.put("client.region", s3Region);
        if (s3Endpoint != null) {
            properties.put("s3.endpoint", s3Endpoint.toString());
            properties.put("s3.path-style-access", "true");
        }
        if (s3AccessKey != null && s3SecretKey != null) {
            properties.put("s3.access-key-id", s3AccessKey);
            properties.put("s3.secret-access-key", s3SecretKey);
        }
        return properties;
    }

    /**
     * Without them a call that is never answered blocks its task for good: the committer between two checkpoints, and then the restart
     * too. What became of a commit that is given up is found out by the next start.
     */
    private static Map<String, String> timeouts() {
        return Map.of("rest.client.connection-timeout-ms", "10000", "rest.client.socket-timeout-ms", "60000");
    }

    /**
     * Opens the catalog; the caller closes it.
     *
     * @throws org.apache.iceberg.exceptions.RESTException if the catalog does not answer
     */
    public RESTCatalog open() {
        RESTCatalog opened = new RESTCatalog();
        opened.setConf(new Configuration());
        opened.initialize(CATALOG_NAME, catalogProperties());
        return opened;
    }

    @Override
    public String toString() {
        return "LakeSettings[catalog=%s, warehouse=%s, s3Endpoint=%s, s3Region=%s, s3AccessKey=%s, catalogConfig=%s]"
                .formatted(
                        catalog,
                        warehouse,
                        s3Endpoint,
                        s3Region,
                        s3AccessKey == null ? "none" : "***",
                        catalogConfig.keySet());
    }

    private static void requireHttp(String what, URI address) {
        String scheme = address.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException(what + " must be http:// or https://, but is '" + address + "'");
        }
    }

    private static String scheme(String location) {
        int colon = location.indexOf(':');
        return colon < 0 ? "" : location.substring(0, colon);
    }
}
