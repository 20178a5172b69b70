package io.clientele.jobs.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PackedCountsTest {
    private static final List<String> VALUES = List.of("", "web", "app/größe", "日本", "x".repeat(200), "a", "b");

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void theyAreAMapWhateverIsDoneInBetween(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, Long> expected = new HashMap<>();
        Map<String, Long> counts = read(written(expected));
        for (int step = random.nextInt(40); step > 0; step--) {
            String value = VALUES.get(random.nextInt(VALUES.size()));
            long times = random.nextLong();
            switch (random.nextInt(7)) {
                case 0 -> assertThat(counts.put(value, times)).isEqualTo(expected.put(value, times));
                case 1 -> assertThat(counts.remove(value)).isEqualTo(expected.remove(value));
                case 2 -> counts = read(written(counts));
                case 3 -> written(counts);
                case 4 -> assertThat(counts).hasSize(expected.size());
                case 5 -> assertThat(counts.get(value)).isEqualTo(expected.get(value));
                default ->
                    assertThat(counts.merge(value, times, Long::sum))
                            .isEqualTo(expected.merge(value, times, Long::sum));
            }
        }

        assertThat(counts).isEqualTo(expected);
        assertThat(read(written(counts))).isEqualTo(expected);
    }

    @Test
    void aCopyIsChangedWithoutItsOriginal() {
        Map<String, Long> packed = read(written(Map.of("web", 1L)));
        Map<String, Long> copy = PackedCounts.copyOf(packed);
        copy.merge("web", 1L, Long::sum);
        Map<String, Long> copyOfTheChanged = PackedCounts.copyOf(copy);
        copyOfTheChanged.put("app", 5L);

        assertThat(packed).isEqualTo(Map.of("web", 1L));
        assertThat(copy).isEqualTo(Map.of("web", 2L));
        assertThat(copyOfTheChanged).isEqualTo(Map.of("web", 2L, "app", 5L));
    }

    @Test
    void onlyTheirOwnBytesAreReadAndWritten() {
        PackedOutput out = new PackedOutput();
        out.text("before");
        PackedCounts.write(Map.of("web", 1L), out);
        PackedCounts.write(Map.of(), out);
        out.text("behind");

        PackedInput in = new PackedInput(out.bytes());
        assertThat(in.text()).isEqualTo("before");
        PackedCounts first = PackedCounts.read(in);
        PackedCounts none = PackedCounts.read(in);
        assertThat(in.text()).isEqualTo("behind");
        PackedOutput again = new PackedOutput();
        PackedCounts.write(first, again);
        PackedCounts.write(none, again);
        PackedInput copied = new PackedInput(again.bytes());
        assertThat(PackedCounts.read(copied)).isEqualTo(Map.of("web", 1L));
        assertThat(PackedCounts.read(copied)).isEmpty();
        assertThat(copied.position()).isEqualTo(again.length());
    }

    @Test
    void aCheckpointWritesWhatTheTaskReads() {
        Map<String, Long> expected = new HashMap<>();
        VALUES.forEach(value -> expected.put(value, (long) value.length()));
        for (int round = 0; round < 2_000; round++) {
            Map<String, Long> counts = read(written(expected));
            CompletableFuture<byte[]> checkpoint = CompletableFuture.supplyAsync(() -> written(counts));

            assertThat(counts.get("web")).isEqualTo(3);
            assertThat(counts).isEqualTo(expected);
            assertThat(read(checkpoint.join())).isEqualTo(expected);
        }
    }

    private static byte[] written(Map<String, Long> counts) {
        PackedOutput out = new PackedOutput();
        PackedCounts.write(counts, out);
        return out.bytes().clone();
    }

    private static Map<String, Long> read(byte[] bytes) {
        return PackedCounts.read(new PackedInput(bytes));
    }
}
