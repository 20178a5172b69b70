package io.clientele.stack.faults;

import java.io.IOException;
import java.util.function.Predicate;

/**
 * What stands between the jobs and the lake.
 *
 * @param catalog before the Iceberg REST catalog
 * @param store before the object store
 */
public record FaultProxies(FaultProxy catalog, FaultProxy store) implements AutoCloseable {

    /** Before the servers at these ports. */
    public static FaultProxies before(int catalog, int store) throws IOException {
        return new FaultProxies(FaultProxy.before(catalog), FaultProxy.before(store));
    }

    /** A commit of a job. */
    static Predicate<HttpMessage> commits() {
        return request -> request.method().equals("POST")
                && request.target().contains("/tables/")
                && request.text().contains("clientele.writer-uid");
    }

    /** A commit of a job to one table, such as {@code raw.orders}. */
    static Predicate<HttpMessage> commitsTo(String table) {
        String path = "/namespaces/" + table.replace(".", "/tables/");
        return commits().and(request -> request.target().endsWith(path));
    }

    /** A data file on its way to the store. */
    static Predicate<HttpMessage> uploads() {
        return request -> request.method().equals("PUT") && request.target().contains(".parquet");
    }

    /** Hands everything on again. */
    void clear() {
        catalog.clear();
        store.clear();
    }

    @Override
    public void close() throws IOException {
        catalog.close();
        store.close();
    }
}
