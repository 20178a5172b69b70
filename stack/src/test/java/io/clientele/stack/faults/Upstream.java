package io.clientele.stack.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * The server that a proxy stands before. A connection for each request: one that was kept might be closed by the server just when it
 * is used again, and that would be a fault nobody has asked for.
 *
 * @param port its port on this machine
 */
record Upstream(int port) {

    /** Hands on a request and returns the answer, however long it takes. */
    HttpMessage send(HttpMessage request) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            server.setTcpNoDelay(true);
            request.write(new BufferedOutputStream(server.getOutputStream()));
            return HttpMessage.answer(new BufferedInputStream(server.getInputStream()), request.method());
        }
    }

    /** Hands on the head and the first half of the body, and hangs up. */
    void sendHalf(HttpMessage request) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            request.write(server.getOutputStream(), request.body().length / 2);
        }
    }
}
