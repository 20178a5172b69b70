package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Lets one command at a time change a stack. The system frees it when its process ends, however that comes about. */
public final class StackLock implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;

    private StackLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock, waiting for the supervisor or another command for a while.
     *
     * @param command what is being done, for the message that others get
     * @throws StackFailure if another command holds it for longer than the patience
     */
    public static StackLock acquire(Home home, String command, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<StackLock> lock = tryAcquire(home, command);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() > deadline) {
                throw new StackFailure(
                        "another command is at work in " + home.root() + " (" + holder(home) + "): wait for its end");
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    static Optional<StackLock> tryAcquire(Home home, String command) {
        try {
            Files.createDirectories(home.root());
            FileChannel channel = FileChannel.open(
                    home.lock(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock =
                    channel.tryLock(Long.MAX_VALUE - 1, 1, false); // the text stays readable where locks are mandatory
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            String text = command + ", process " + ProcessHandle.current().pid();
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return Optional.of(new StackLock(channel, lock));
        } catch (IOException e) {
            throw new StackFailure("cannot write in " + home.root() + ": " + e.getMessage(), e);
        }
    }

    private static String holder(Home home) {
        try {
            return Files.readString(home.lock());
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new StackFailure("cannot release the lock: " + e.getMessage(), e);
        }
    }
}
