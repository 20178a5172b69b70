package io.clientele.stack.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.stack.StackFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {
    @TempDir
    Path folder;

    @Test
    void linesAreNumberedWhateverTheirEnds() throws IOException {
        assertThat(read("\uFEFFa\r\nb\n\nlast".getBytes(StandardCharsets.UTF_8)))
                .containsExactly(new Row(1, "a"), new Row(2, "b"), new Row(3, ""), new Row(4, "last"));
    }

    @Test
    void gzipIsToldByItsContentNotByTheName() throws IOException {
        assertThat(read(gzip("a\nb\n"))).containsExactly(new Row(1, "a"), new Row(2, "b"));
    }

    @Test
    void aByteThatIsNoTextIsReplaced() throws IOException {
        assertThat(read(new byte[] {'a', (byte) 0xA3, 'b'})).containsExactly(new Row(1, "a\uFFFDb"));
    }

    @Test
    void aBrokenOffArchiveIsNamed() throws IOException {
        byte[] whole = gzip("some text\n".repeat(10_000));

        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("is damaged after line");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> TextLines.open(folder.resolve("none.csv")))
                .isInstanceOf(StackFailure.class)
                .hasMessage("there is no file %s", folder.resolve("none.csv"));
    }

    @Test
    void aFolderIsNamed() {
        assertThatThrownBy(() -> TextLines.open(folder)).hasMessage("%s is a folder, not a file", folder);
    }

    private List<Row> read(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("lines.txt"), content);
        List<Row> rows = new ArrayList<>();
        try (TextLines lines = TextLines.open(file)) {
            for (Row row = lines.next(); row != null; row = lines.next()) {
                rows.add(row);
            }
            assertThat(lines.bytesRead()).isEqualTo(content.length);
        }
        return rows;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
