package org.apache.flink.metrics.prometheus;

import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.flink.metrics.MetricConfig;
import org.jspecify.annotations.Nullable;

/**
 * Flink's reporter for Prometheus on 127.0.0.1: Flink's own listens on every address of the machine and has no setting for it.
 * The names and labels are Flink's.
 */
public final class LoopbackPrometheusReporter extends AbstractPrometheusReporter {
    private @Nullable HTTPServer server;

    @Override
    public void open(MetricConfig config) {
        super.open(config);
        int port = config.getInteger("port", 0);
        try {
            server = new HTTPServer(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), registry, true);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the metrics cannot be served at 127.0.0.1:" + port + " (metrics.reporter.prom.port)", e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
        super.close();
    }
}
