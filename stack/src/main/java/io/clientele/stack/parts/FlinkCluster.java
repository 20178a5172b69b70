package io.clientele.stack.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the JobManager and the TaskManager share: one configuration, one class path, the JVM flags that Flink needs. */
record FlinkCluster(PartContext context) {
    /** Room for the class loaders of the jobs that run and of the ended ones that are not collected yet. */
    static final int TASKMANAGER_METASPACE_MB = 512;

    private static final List<String> JVM_FLAGS = flags();

    private static List<String> flags() {
        List<String> flags = new ArrayList<>();
        for (String exported : List.of(
                "java.base/sun.net.util", "java.rmi/sun.rmi.registry", "java.security.jgss/sun.security.krb5")) {
            flags.add("--add-exports=" + exported + "=ALL-UNNAMED");
        }
        for (String opened : List.of(
                "java.lang",
                "java.net",
                "java.io",
                "java.nio",
                "sun.nio.ch",
                "java.lang.reflect",
                "java.text",
                "java.time",
                "java.util",
                "java.util.concurrent",
                "java.util.concurrent.atomic",
                "java.util.concurrent.locks")) {
            flags.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        return List.copyOf(flags);
    }

    Launch launch(String part, String main, List<String> jvmFlags, List<String> arguments) throws IOException {
        Path conf = context.home().conf().resolve("flink");
        ConfigFiles.write(conf.resolve("config.yaml"), configuration(), ": ");
        List<String> command = context.java(context.jdks().java17(), part, context.rollingLog(part));
        command.addAll(jvmFlags);
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-cp", context.distributions().server("flink").resolve("lib") + "/*", main));
        command.addAll(List.of("--configDir", conf.toString()));
        command.addAll(arguments);
        return new Launch(
                command,
                Map.of(
                        "CLIENTELE_S3_ACCESS_KEY", context.credentials().accessKey(),
                        "CLIENTELE_S3_SECRET_KEY", context.credentials().secretKey()));
    }

    /** Where a process serves its metrics: the configuration is one for both. */
    static List<String> metricsAt(Settings settings, Port port) {
        return List.of("-Dmetrics.reporter.prom.port=" + settings.port(port));
    }

    private Map<String, String> configuration() {
        Settings settings = context.settings();
        Home home = context.home();
        Map<String, String> conf = new TreeMap<>();
        conf.put("jobmanager.rpc.address", "127.0.0.1");
        conf.put("jobmanager.rpc.port", String.valueOf(settings.port(Port.FLINK_RPC)));
        conf.put("jobmanager.bind-host", "127.0.0.1");
        conf.put("blob.server.port", String.valueOf(settings.port(Port.FLINK_BLOB)));
        conf.put("rest.address", "127.0.0.1");
        conf.put("rest.bind-address", "127.0.0.1");
        conf.put("rest.port", String.valueOf(settings.port(Port.FLINK)));
        // what REST says of jobs and checkpoints may be so many milliseconds old, and commands wait for it
        conf.put("web.refresh-interval", "500");
        conf.put("taskmanager.host", "127.0.0.1");
        conf.put("taskmanager.bind-host", "127.0.0.1");
        conf.put("taskmanager.rpc.port", String.valueOf(settings.port(Port.TASKMANAGER_RPC)));
        conf.put("taskmanager.data.port", String.valueOf(settings.port(Port.TASKMANAGER_DATA)));
        conf.put("taskmanager.data.bind-port", String.valueOf(settings.port(Port.TASKMANAGER_DATA)));
        conf.put("taskmanager.numberOfTaskSlots", String.valueOf(settings.slots()));
        conf.put("parallelism.default", String.valueOf(settings.parallelism()));

        conf.put("taskmanager.cpu.cores", "2.0");
        conf.put("taskmanager.memory.framework.heap.size", "128mb");
        conf.put("taskmanager.memory.task.heap.size", (settings.heap("taskmanager") - 128) + "mb");
        conf.put("taskmanager.memory.managed.size", settings.managedMegabytes() + "mb");
        conf.put("taskmanager.memory.framework.off-heap.size", "128mb");
        conf.put("taskmanager.memory.task.off-heap.size", "64mb");
        conf.put("taskmanager.memory.network.min", "64mb");
        conf.put("taskmanager.memory.network.max", "64mb");
        // each job has its own class loader, and a job that is submitted again has a second one for a while
        conf.put("taskmanager.memory.jvm-metaspace.size", TASKMANAGER_METASPACE_MB + "mb");
        conf.put("taskmanager.memory.jvm-overhead.min", "192mb");
        conf.put("taskmanager.memory.jvm-overhead.max", "192mb");

        conf.put("heartbeat.interval", "2000ms");
        // a TaskManager that is killed is missed at once, by its connection: this is for one that stands still. On a
        // busy machine one that has just started says nothing for ten seconds, and would be given up again and again
        conf.put("heartbeat.timeout", "30000ms");
        conf.put("restart-strategy.type", "exponential-delay");
        conf.put("restart-strategy.exponential-delay.initial-backoff", "500ms");
        conf.put("restart-strategy.exponential-delay.max-backoff", "10s");

        conf.put("state.backend.type", "rocksdb");
        // most look-ups are for keys that are not there, and every checkpoint leaves another file to look into
        conf.put("state.backend.rocksdb.use-bloom-filter", "true");
        // with the default of 2 one thread compacts: under load a flush, and so a checkpoint, waited a minute for it
        conf.put("state.backend.rocksdb.thread.num", "4");
        conf.put("execution.checkpointing.interval", settings.checkpointSeconds() + "s");
        conf.put("execution.checkpointing.incremental", "true");
        // tables and topics show nothing before a checkpoint, and its barrier takes along whatever waits before it
        conf.put("execution.buffer-timeout.interval", "500ms");
        conf.put("execution.checkpointing.dir", home.checkpoints().toUri().toString());
        conf.put(
                "execution.checkpointing.savepoint-dir",
                home.savepoints().toUri().toString());
        conf.put("execution.checkpointing.num-retained", "3");
        // a job that the JobManager lost goes on from its last checkpoint
        conf.put("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");

        // a schema leaves something of Avro's in the JobManager's threads; were that class the job's, each submission
        // would stay in memory
        conf.put("classloader.parent-first-patterns.additional", "org.apache.avro.");
        conf.put("pipeline.object-reuse", "true");
        conf.put("pipeline.generic-types", "false");
        conf.put("pipeline.auto-generate-uids", "false");
        conf.put("pipeline.max-parallelism", "720");

        // Flink's own reporter listens on every address of the machine
        conf.put("metrics.reporters", "prom");
        conf.put(
                "metrics.reporter.prom.factory.class",
                "org.apache.flink.metrics.prometheus.LoopbackPrometheusReporterFactory");

        Path working = working(home);
        conf.put("io.tmp.dirs", working.resolve("tmp").toString());
        conf.put("web.tmpdir", working.resolve("web").toString());
        conf.put("web.upload.dir", working.resolve("upload").toString());
        conf.put("blob.storage.directory", working.resolve("blob").toString());
        conf.put("process.working-dir", work(home).toString());
        return conf;
    }

    private static Path working(Home home) {
        return home.data().resolve("flink");
    }

    /** Where each process has a folder for what it works on. */
    static Path work(Home home) {
        return working(home).resolve("work");
    }
}
