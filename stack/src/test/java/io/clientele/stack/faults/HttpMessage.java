package io.clientele.stack.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request or an answer of HTTP/1.1, as it was on the wire.
 *
 * @param start the first line
 * @param headers the lines of the head
 * @param body its bytes, with the framing of chunks where it has any
 */
record HttpMessage(String start, List<String> headers, byte[] body) {
    private static final String EXPECT = "expect";

    /** An answer with a short text. */
    static HttpMessage answer(int status, String contentType, String text, String... headers) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(List.of(headers));
        lines.add("Content-Type: " + contentType);
        lines.add("Content-Length: " + body.length);
        return new HttpMessage("HTTP/1.1 " + status + " Fault", lines, body);
    }

    /** Reads a request; null when the client has hung up. Who asks whether to go on is told so. */
    static @Nullable HttpMessage request(InputStream in, OutputStream out) throws IOException {
        List<String> head = head(in);
        if (head.isEmpty()) {
            return null;
        }
        List<String> headers = new ArrayList<>(head.subList(1, head.size()));
        if (value(headers, EXPECT) != null) {
            headers.removeIf(line -> nameOf(line).equals(EXPECT));
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        return new HttpMessage(head.get(0), headers, isFramed(headers) ? framed(in, headers) : new byte[0]);
    }

    /** Reads the answer to a request. */
    static HttpMessage answer(InputStream in, String method) throws IOException {
        List<String> head = head(in);
        if (head.isEmpty()) {
            throw new EOFException("no answer");
        }
        List<String> headers = head.subList(1, head.size());
        int status = Integer.parseInt(head.get(0).split(" ", 3)[1]);
        boolean isWithoutBody = method.equals("HEAD") || status == 204 || status == 304;
        byte[] body = isWithoutBody ? new byte[0] : isFramed(headers) ? framed(in, headers) : in.readAllBytes();
        return new HttpMessage(head.get(0), headers, body);
    }

    String method() {
        return start.substring(0, start.indexOf(' '));
    }

    /** Path and query of a request. */
    String target() {
        return start.split(" ", 3)[1];
    }

    int status() {
        return Integer.parseInt(start.split(" ", 3)[1]);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the connection ends with this answer, because nothing else says where it ends, or because it says so. */
    boolean isLast(String method) {
        boolean isOpenEnded = !isFramed(headers) && !method.equals("HEAD") && status() != 204 && status() != 304;
        return isOpenEnded || "close".equalsIgnoreCase(value(headers, "connection"));
    }

    void write(OutputStream out) throws IOException {
        write(out, body.length);
    }

    /** Writes the whole head, and of the body the first bytes only. */
    void write(OutputStream out, int bytes) throws IOException {
        String head = start + "\r\n" + String.join("\r\n", headers) + (headers.isEmpty() ? "\r\n" : "\r\n\r\n");
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body, 0, bytes);
        out.flush();
    }

    private static List<String> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        return lines;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static boolean isFramed(List<String> headers) {
        return value(headers, "content-length") != null || value(headers, "transfer-encoding") != null;
    }

    private static byte[] framed(InputStream in, List<String> headers) throws IOException {
        String length = value(headers, "content-length");
        return length == null ? chunks(in) : exactly(in, Integer.parseInt(length));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        while (true) {
            String size = Objects.requireNonNullElse(line(in), "");
            int bytes = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
            chunks.writeBytes((size + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            if (bytes == 0) {
                for (String trailer : head(in)) {
                    chunks.writeBytes((trailer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                }
                chunks.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
                return chunks.toByteArray();
            }
            chunks.writeBytes(exactly(in, bytes + 2));
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ends after %d of %d bytes".formatted(bytes.length, length));
        }
        return bytes;
    }

    private static @Nullable String value(List<String> headers, String name) {
        for (String line : headers) {
            if (nameOf(line).equals(name)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return null;
    }

    private static String nameOf(String line) {
        return line.substring(0, Math.max(line.indexOf(':'), 0)).strip().toLowerCase(Locale.ROOT);
    }
}
