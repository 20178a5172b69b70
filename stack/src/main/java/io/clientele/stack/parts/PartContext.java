package io.clientele.stack.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What every part is made from. */
record PartContext(Home home, Settings settings, Credentials credentials, Distributions distributions, Jdks jdks) {

    /**
     * For a part that mostly waits. Compiling what it does with the optimising compiler costs such a process more than it gets back in the
     * life of a local stack.
     */
    static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    /** The start of a Java command: runtime, heap, temporary folder. */
    List<String> java(Path java, String part, String... flags) {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-Xmx" + settings.heap(part) + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.io.tmpdir=" + home.temporary(),
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=UTC",
                "-Djava.net.preferIPv4Stack=true"));
        command.addAll(List.of(flags));
        return command;
    }

    /** Flags that make a part with Log4j write a rolling {@code logs/<part>.log}. */
    String[] rollingLog(String part) throws IOException {
        Path file = home.conf().resolve("log4j2.properties");
        ConfigFiles.write(
                file,
                Map.ofEntries(
                        Map.entry("appender.file.type", "RollingFile"),
                        Map.entry("appender.file.name", "file"),
                        Map.entry("appender.file.fileName", "${sys:log.file}"),
                        Map.entry("appender.file.filePattern", "${sys:log.file}.%i"),
                        Map.entry("appender.file.layout.type", "PatternLayout"),
                        Map.entry(
                                "appender.file.layout.pattern",
                                "%d{ISO8601}{UTC}Z %-5p %c{1.} %notEmpty{job=%X{flink-job-id} }%notEmpty{operator=%X{operator} }%notEmpty{key-hash=%X{key-hash} }[%t] %m%n"),
                        Map.entry("appender.file.policies.type", "Policies"),
                        Map.entry("appender.file.policies.size.type", "SizeBasedTriggeringPolicy"),
                        Map.entry("appender.file.policies.size.size", "20MB"),
                        Map.entry("appender.file.strategy.type", "DefaultRolloverStrategy"),
                        Map.entry("appender.file.strategy.max", "3"),
                        Map.entry("rootLogger.level", "INFO"),
                        Map.entry("rootLogger.appenderRef.file.ref", "file"),
                        // a line or more for each table and checkpoint from each of these; what goes wrong they still
                        // say
                        Map.entry("logger.iceberg.name", "org.apache.iceberg"),
                        Map.entry("logger.iceberg.level", "WARN"),
                        Map.entry("logger.codecs.name", "org.apache.hadoop.io.compress.CodecPool"),
                        Map.entry("logger.codecs.level", "WARN"),
                        Map.entry("logger.transactions.name", "org.apache.kafka.clients.producer.internals"),
                        Map.entry("logger.transactions.level", "WARN"),
                        Map.entry("logger.producers.name", "org.apache.flink.connector.kafka.sink.internal"),
                        Map.entry("logger.producers.level", "WARN")),
                " = ");
        return new String[] {"-Dlog.file=" + home.log(part), "-Dlog4j2.configurationFile=" + file};
    }

    String warehouse() {
        return "s3://" + ObjectStorePart.BUCKET + "/warehouse";
    }
}
