package io.clientele.stack.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a server that speaks HTTP/1.1 and hands everything on as it is, until it is told what to do to which request. It goes
 * on with a request also when the client has gone: that is how a late commit comes to be.
 */
public final class FaultProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FaultProxy.class);

    private final ServerSocket server;
    private final Upstream upstream;
    private final List<Trap> traps = new CopyOnWriteArrayList<>();
    private volatile @Nullable Fault outage;

    private FaultProxy(ServerSocket server, Upstream upstream) {
        this.server = server;
        this.upstream = upstream;
    }

    /** Begins to stand before a port of this machine. */
    public static FaultProxy before(int port) throws IOException {
        FaultProxy proxy =
                new FaultProxy(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), new Upstream(port));
        thread("proxy before " + port, proxy::accept);
        return proxy;
    }

    /** Where it is. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Sets a trap for the next requests of a kind, one for each fault. */
    Trap on(Predicate<HttpMessage> which, Fault... faults) {
        Trap trap = new Trap(which, List.of(faults));
        traps.add(trap);
        return trap;
    }

    /** Sets a trap for so many requests. */
    Trap on(Predicate<HttpMessage> which, int requests, Fault fault) {
        return on(which, Collections.nCopies(requests, fault).toArray(Fault[]::new));
    }

    /** What happens to every request that meets no trap, until {@link #clear()}. */
    void always(Fault fault) {
        outage = fault;
    }

    /** Hands everything on again. What is held stays held until its gate opens. */
    void clear() {
        outage = null;
        traps.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                thread("request through the proxy", () -> serve(client));
            }
        } catch (IOException closed) {
            LOG.debug("{} accepts no more", address(), closed);
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = new BufferedOutputStream(client.getOutputStream());
            for (HttpMessage request = HttpMessage.request(in, out);
                    request != null;
                    request = HttpMessage.request(in, out)) {
                HttpMessage answer = answer(request);
                if (answer == null) {
                    // no farewell: to the client it is a connection that broke
                    client.setSoLinger(true, 0);
                    return;
                }
                answer.write(out);
                if (answer.isLast(request.method())) {
                    return;
                }
            }
        } catch (IOException broken) {
            // one side has hung up, and now the other side sees it too
            LOG.debug("a connection through {} broke", address(), broken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable HttpMessage answer(HttpMessage request) throws IOException, InterruptedException {
        for (Trap trap : traps) {
            Fault fault = trap.take(request);
            if (fault != null) {
                LOG.info("{} {} meets a fault", request.method(), request.target());
                return fault.answer(request, upstream);
            }
        }
        Fault everywhere = outage;
        return everywhere == null ? upstream.send(request) : everywhere.answer(request, upstream);
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
