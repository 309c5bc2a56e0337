package consort.trainer.protocol;

import consort.trainer.protocol.isolation.Isolation;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One running trainer process and its socket: the lower half of {@link TrainerProcess}, which takes and gives lines as they
 * are. The contract suite uses it to say what no agent would say.
 *
 * <p>Used by one thread, which never waits longer than the deadline it gives (a value of {@link System#nanoTime()});
 * another may wake it by its selector.
 */
public final class TrainerSession {

    private static final Duration EXIT_CODE_WAIT = Duration.ofSeconds(2);
    /** What a process said before it ended is read by another thread. */
    private static final Duration LAST_WORDS_WAIT = Duration.ofSeconds(1);

    private static final String HIDING = "; isolation hides the files of this machine that it was not shown: if it misses some,"
            + " such as an interpreter or its libraries, name them in worker.yaml, readable: [ … ]";

    private final Process process;
    private final boolean isolated;
    private final BoundedLog log;
    private final Selector selector;
    private final LineBuffer lines = new LineBuffer();
    private SocketChannel channel;
    private SelectionKey key;

    private TrainerSession(Process process, boolean isolated, BoundedLog log, Selector selector) {
        this.process = process;
        this.isolated = isolated;
        this.log = log;
        this.selector = selector;
    }

    /**
     * Starts the program and waits for its hello.
     *
     * @param selector the thread's own; its wake-up makes a waiting call look around
     * @param stop asked after every wake-up; true ends the attempt as canceled
     */
    public static TrainerSession start(TrainerCommand command, TrainerLimits limits, Selector selector, long deadline,
            BooleanSupplier stop) throws TrainerFailure {
        long helloDeadline = Math.min(deadline - System.nanoTime(), limits.helloTimeout().toNanos()) + System.nanoTime();
        try (SocketFolder folder = SocketFolder.create();
                ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(folder.socket()));
            BoundedLog log = new BoundedLog(command.logFile(), limits, selector::wakeup);
            Process process = launch(command, folder, log, selector);
            var session = new TrainerSession(process, command.isolation().isPresent(), log, selector);
            try {
                session.accept(server, helloDeadline, stop);
                session.requireHello(helloDeadline, stop);
                return session;
            } catch (TrainerFailure | IOException e) {
                session.kill();
                throw e;
            }
        } catch (IOException e) {
            throw new TrainerFailure(FailureReason.NOT_STARTED,
                    "cannot listen for the trainer " + command.arguments().getFirst() + ": " + e.getMessage());
        }
    }

    private static Process launch(TrainerCommand command, SocketFolder folder, BoundedLog log, Selector selector)
            throws TrainerFailure {
        var builder = new ProcessBuilder(command.arguments())
                .directory(command.workingFolder().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        var environment = builder.environment();
        environment.keySet().retainAll(Set.of("PATH", "HOME"));
        environment.putAll(command.environment());
        environment.put(TrainerCommand.SOCKET, folder.socket().toString());
        try {
            if (command.isolation().isPresent()) {
                Isolation isolation = command.isolation().get();
                builder.command(isolation.bubblewrap().wrap(command.arguments(), environment, command.workingFolder(),
                        isolation.view(), folder.folder()));
            }
            Process process = builder.start();
            Thread.ofPlatform().daemon().name("trainer-log").start(() -> log.drain(process.getInputStream()));
            process.onExit().thenRun(selector::wakeup);
            return process;
        } catch (IOException e) {
            throw new TrainerFailure(FailureReason.NOT_STARTED, "cannot start the trainer: " + e.getMessage().strip()
                    + "; perhaps its command is misspelled or not executable");
        }
    }

    private void accept(ServerSocketChannel server, long deadline, BooleanSupplier stop)
            throws IOException, TrainerFailure {
        register(server, SelectionKey.OP_ACCEPT);
        while ((channel = server.accept()) == null) {
            if (stop.getAsBoolean()) {
                throw new TrainerFailure(FailureReason.CANCELED, "canceled while the trainer was starting");
            }
            requireWell();
            if (!process.isAlive()) {
                throw crashed("before it connected to the socket in " + TrainerCommand.SOCKET + (isolated ? HIDING : ""));
            }
            if (!await(deadline)) {
                throw new TrainerFailure(FailureReason.TIMEOUT,
                        "the trainer did not connect to the socket in " + TrainerCommand.SOCKET + " in time" + logTail());
            }
        }
        key.cancel();
        selector.selectNow();
        register(channel, SelectionKey.OP_READ);
    }

    private void requireHello(long deadline, BooleanSupplier stop) throws TrainerFailure {
        while (true) {
            Optional<String> line = readLine(deadline);
            if (line.isPresent()) {
                checkHello(line.get());
                return;
            }
            if (stop.getAsBoolean()) {
                throw new TrainerFailure(FailureReason.CANCELED, "canceled while the trainer was starting");
            }
            if (deadline - System.nanoTime() <= 0) {
                throw new TrainerFailure(FailureReason.TIMEOUT,
                        "the trainer connected but did not say hello in time" + logTail());
            }
        }
    }

    private static void checkHello(String line) throws TrainerFailure {
        try {
            TrainerMessage message = MessageCodec.decodeTrainer(line);
            if (!(message instanceof TrainerMessage.Hello hello)) {
                throw new TrainerFailure(FailureReason.PROTOCOL,
                        "the trainer's first message must be hello but is " + Clip.text(line));
            }
            if (hello.protocol() != MessageCodec.PROTOCOL) {
                throw new TrainerFailure(FailureReason.PROTOCOL, "the trainer " + Clip.text(hello.trainer())
                        + " speaks protocol " + hello.protocol() + ", this agent speaks " + MessageCodec.PROTOCOL);
            }
        } catch (ProtocolException e) {
            throw new TrainerFailure(FailureReason.PROTOCOL, "the trainer's hello: " + e.getMessage());
        }
    }

    /**
     * Forgets what was counted for the last task.
     *
     * @return whether this session is fit for another: alive, and silent since its last answer
     */
    boolean startTask() {
        log.startTask();
        try {
            return process.isAlive() && channel.read(lines.space()) == 0 && lines.isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends one line; a trainer that does not read is waited for until the deadline. */
    public void send(String line, long deadline) throws TrainerFailure {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
        try {
            key.interestOps(SelectionKey.OP_WRITE);
            while (channel.write(bytes) >= 0 && bytes.hasRemaining()) {
                requireWell();
                if (!await(deadline)) {
                    throw new TrainerFailure(FailureReason.TIMEOUT, "the trainer did not read its task in time" + logTail());
                }
            }
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException e) {
            throw crashed("while it was given a task");
        }
    }

    /** The next line, or nothing after the deadline or a wake-up. */
    public Optional<String> readLine(long deadline) throws TrainerFailure {
        Optional<String> line = lines.next();
        while (line.isEmpty()) {
            requireWell();
            boolean alive = process.isAlive();
            int read = read();
            if (read < 0 || read == 0 && !alive) {
                throw crashed("before it answered");
            }
            if (read == 0) {
                boolean again = await(deadline);
                if (!again || selector.selectedKeys().isEmpty()) {
                    return Optional.empty();
                }
                selector.selectedKeys().clear();
            }
            line = lines.next();
        }
        return line;
    }

    /**
     * Closes the socket, by which a trainer ends, and kills what is left after the grace.
     *
     * @return whether the process ended by itself
     */
    public boolean stop(Duration grace) {
        closeChannel();
        boolean ended = ProcessTree.awaitEnd(process, grace);
        ProcessTree.kill(process);
        return ended;
    }

    /** Ends the process and its descendants at once. */
    public void kill() {
        ProcessTree.kill(process);
        closeChannel();
    }

    long processId() {
        return process.pid();
    }

    /** The last lines of the log as the end of a message. */
    String logTail() {
        String tail = log.tail();
        return tail.isEmpty() ? "; it wrote no log" : "; its log ends with:\n" + tail;
    }

    private int read() {
        try {
            return channel.read(lines.space());
        } catch (IOException e) {
            return -1;
        }
    }

    private void requireWell() throws TrainerFailure {
        if (log.flooded()) {
            throw new TrainerFailure(FailureReason.FLOODED, "the trainer wrote more log than a task may" + logTail());
        }
    }

    private TrainerFailure crashed(String when) {
        boolean ended = ProcessTree.awaitEnd(process, EXIT_CODE_WAIT);
        if (ended) {
            log.awaitEnd(LAST_WORDS_WAIT);
        }
        String how = ended ? "ended with exit code " + process.exitValue() : "closed the socket";
        return new TrainerFailure(FailureReason.CRASHED, "the trainer " + how + " " + when + logTail());
    }

    private void register(SelectableChannel selectable, int operations) throws IOException {
        selectable.configureBlocking(false);
        key = selectable.register(selector, operations);
    }

    /** Waits for the channel or a wake-up; false once the deadline has passed. */
    private boolean await(long deadline) {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
            return false;
        }
        try {
            selector.selectedKeys().clear();
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
            return true;
        } catch (IOException e) {
            throw new IllegalStateException("waiting on a Unix socket failed", e);
        }
    }

    private void closeChannel() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
            selector.selectNow();
        } catch (IOException e) {
            // The other end is gone; there is nothing to keep.
        }
    }
}
