package io.clientele.stack.catalog;

import java.io.FileReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Serves an Iceberg JDBC catalog over the REST protocol, without authentication and therefore on 127.0.0.1 only. Production uses a
 * maintained REST catalog in its place.
 */
public final class RestCatalog {

    private RestCatalog() {}

    /**
     * Runs until the process is ended.
     *
     * @param args one properties file: {@code port}, and the catalog's own properties ({@code uri}, {@code warehouse}, {@code s3.…})
     * @throws Exception if the file is unreadable, the port is taken or the catalog's store cannot be opened
     */
    public static void main(String[] args) throws Exception {
        Properties file = new Properties();
        try (Reader reader = new FileReader(args[0], StandardCharsets.UTF_8)) {
            file.load(reader);
        }
        Map<String, String> properties = new HashMap<>();
        file.stringPropertyNames().forEach(name -> properties.put(name, file.getProperty(name)));
        int port = Integer.parseInt(properties.remove("port"));

        JdbcCatalog catalog = new JdbcCatalog();
        catalog.initialize("lake", properties);

        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new RESTCatalogServlet(new RESTCatalogAdapter(catalog))), "/*");
        server.setHandler(context);
        server.setStopAtShutdown(true);
        server.start();
        server.join();
    }
}
