package io.clientele.bench.throughput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts an engine's process, the same way for each, and waits for what it measures. */
final class EngineProcess {

    /** What Spark's own launcher adds; Flink's flags are everybody's. */
    private static final List<String> SPARK_FLAGS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--add-modules=jdk.incubator.vector",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.cs=ALL-UNNAMED",
            "--add-opens=java.base/sun.security.action=ALL-UNNAMED",
            "--add-opens=java.base/sun.util.calendar=ALL-UNNAMED",
            "-Djdk.reflect.useDirectMethodHandle=false");

    private final Path project;
    private final int heapMebibytes;
    private final List<String> moreFlags;
    private final Duration patience;

    EngineProcess(Path project, int heapMebibytes, List<String> moreFlags, Duration patience) {
        this.project = project;
        this.heapMebibytes = heapMebibytes;
        this.moreFlags = moreFlags;
        this.patience = patience;
    }

    /** @throws EngineFailure if the process fails or takes longer than one waits */
    Measured run(Contender contender, Workload workload) throws IOException, InterruptedException {
        Path file = workload.work().resolve("workload.properties");
        workload.write(file);
        Path log = workload.work().resolve("engine.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMebibytes + "m");
        command.addAll(List.of(Files.readString(project.resolve("bench/target/jvm-flags"))
                .strip()
                .split("\\s+", -1)));
        if (contender.engine().module() == Contender.Module.SPARK) {
            command.addAll(SPARK_FLAGS);
        }
        command.addAll(moreFlags);
        command.addAll(List.of(
                "-cp",
                classPath(contender.engine().module()),
                contender.engine().main(),
                file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        // also when the bench is interrupted
        Thread ending = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ending);
        boolean isDone = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
        Runtime.getRuntime().removeShutdownHook(ending);
        if (!isDone) {
            process.destroyForcibly().waitFor();
            throw new EngineFailure("%s is not done after %d s; its log is in %s"
                    .formatted(contender.label(), patience.toSeconds(), log));
        }
        if (process.exitValue() != 0 || !Files.exists(workload.resultFile())) {
            throw new EngineFailure(
                    "%s ended with status %d; its log is in %s".formatted(contender.label(), process.exitValue(), log));
        }
        return Measured.read(workload.resultFile());
    }

    private String classPath(Contender.Module module) throws IOException {
        if (module == Contender.Module.BENCH) {
            return System.getProperty("java.class.path");
        }
        Path target = project.resolve("bench/peers").resolve(module.folder()).resolve("target");
        if (!Files.exists(target.resolve("class-path"))) {
            throw new IllegalStateException(target + " is missing: build with the profile peers, as bench/run does");
        }
        return target.resolve("classes") + ":" + Files.readString(target.resolve("class-path"));
    }
}
