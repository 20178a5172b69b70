package io.clientele.bench.throughput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.util.function.SerializableFunction;

/** Keeps the newest row of each customer, and says at each checkpoint in a file of the subtask what the rows are. */
public final class DigestSink<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;

    private static final String PREFIX = "digest-";

    private final String folder;
    private final SerializableFunction<T, CustomerRow> row;

    /**
     * A sink.
     *
     * @param row what an element says of a customer; later elements say it anew
     */
    public DigestSink(Workload workload, SerializableFunction<T, CustomerRow> row) {
        this.folder = workload.work().toString();
        this.row = row;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        return new Writer<>(Path.of(folder, PREFIX + context.getTaskInfo().getIndexOfThisSubtask()), row);
    }

    /** What all subtasks have said last. */
    public static Digest digest(Workload workload) throws IOException {
        Digest all = Digest.NONE;
        try (Stream<Path> files = Files.list(workload.work())) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .toList()) {
                all = all.plus(Digest.parse(Files.readString(file)));
            }
        }
        return all;
    }

    private static final class Writer<T> implements SinkWriter<T> {
        private final Path file;
        private final SerializableFunction<T, CustomerRow> row;
        private final LatestRows latest = new LatestRows();

        private Writer(Path file, SerializableFunction<T, CustomerRow> row) {
            this.file = file;
            this.row = row;
        }

        @Override
        public void write(T element, Context context) {
            latest.put(row.apply(element));
        }

        @Override
        public void flush(boolean isEndOfInput) throws IOException {
            Files.writeString(file, latest.digest().toString());
        }

        @Override
        public void close() {
            // the file is closed
        }
    }
}
