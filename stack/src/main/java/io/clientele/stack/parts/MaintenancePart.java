package io.clientele.stack.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The maintenance of the tables: merges, compacts, expires. Starts once the tables are there. */
final class MaintenancePart implements Part {

    static final String NAME = "maintenance";

    private final PartContext context;

    MaintenancePart(PartContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Table maintenance";
    }

    @Override
    public List<Port> ports() {
        return List.of();
    }

    @Override
    public Launch prepare() throws IOException {
        Path jars = context.distributions().commandLine();
        List<String> command = context.java(context.jdks().java17(), NAME, context.rollingLog(NAME));
        command.addAll(List.of(
                PartContext.QUICK_COMPILER,
                "-Dclientele.java17=" + context.jdks().home17(),
                "-Dclientele.java24=" + context.jdks().home24(),
                "-cp",
                jars + "/*:" + jars.resolve("lib") + "/*",
                "io.clientele.stack.erasure.ErasureService",
                context.distributions().project().toString(),
                context.home().root().toString(),
                "--jdbc-url",
                "jdbc:trino://" + context.settings().address(Port.TRINO) + "/lake"));
        return new Launch(command, Map.of());
    }

    @Override
    public Health health() {
        Optional<ChildProcess> process = ChildProcess.find(context.home(), NAME);
        return process.isPresent()
                ? Health.usable("its runs are in core.maintenance_runs")
                : Health.unusable("not running");
    }
}
