package io.clientele.stack.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class ExternalSortTest {
    private record Added(String key, int number) {}

    @Property(tries = 300)
    void entriesComeSortedCompleteAndStableWhateverTheMemory(
            @ForAll @Size(max = 300) List<@AlphaChars @StringLength(max = 2) String> keys,
            @ForAll @IntRange(min = 1, max = 2_000) int memoryBytes,
            @ForAll @IntRange(min = 2, max = 5) int maxMerged)
            throws IOException {
        List<Added> added = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            added.add(new Added(keys.get(i), i));
        }
        Path folder = Files.createTempDirectory("external-sort");
        ExternalSort sort = new ExternalSort(folder, memoryBytes, maxMerged);
        try (sort) {
            for (Added entry : added) {
                sort.add(
                        bytes(entry.key()),
                        ByteBuffer.allocate(4).putInt(entry.number()).array());
            }

            // List.sort is stable: the oracle for both order and stability.
            List<Added> expected = new ArrayList<>(added);
            expected.sort(Comparator.comparing(entry -> entry.key()));
            assertThat(drain(sort.sorted())).isEqualTo(expected);
            assertThat(sort.runCount()).isLessThanOrEqualTo(maxMerged);
        }
        assertThat(sort.largestChunkBytes()).isLessThanOrEqualTo(Math.max(memoryBytes, 64 + 2 + 4));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
        Files.delete(folder);
    }

    @Property(tries = 50)
    void spilledFilesGoWhenTheSortIsGivenUpHalfway(@ForAll @IntRange(min = 0, max = 200) int taken) throws IOException {
        Path folder = Files.createTempDirectory("external-sort");
        try (ExternalSort sort = new ExternalSort(folder, 500, 4)) {
            for (int i = 0; i < 200; i++) {
                sort.add(bytes("k" + i), new byte[10]);
            }
            ExternalSort.Cursor sorted = sort.sorted();
            for (int i = 0; i < taken; i++) {
                sorted.next();
            }
            assertThat(sort.runCount()).isPositive();
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
        Files.delete(folder);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Added> drain(ExternalSort.Cursor sorted) throws IOException {
        List<Added> entries = new ArrayList<>();
        for (ExternalSort.Entry entry = sorted.next(); entry != null; entry = sorted.next()) {
            entries.add(new Added(
                    new String(entry.key(), StandardCharsets.UTF_8),
                    ByteBuffer.wrap(entry.value()).getInt()));
        }
        return entries;
    }
}
