package consort.trainer.protocol.program;

import consort.trainer.protocol.AgentMessage;
import consort.trainer.protocol.MessageCodec;
import consort.trainer.protocol.ProtocolException;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerMessage;
import consort.trainer.protocol.TrainerTask;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Connects to the agent and serves its tasks. One thread reads, so that a cancel and the end of the agent are noticed
 * while a task runs; the thread that called {@link #run} does the tasks.
 */
public final class TrainerLoop {

    private final TrainerProgram program;
    private final SocketChannel channel;
    private final BlockingQueue<TrainerTask> tasks = new LinkedBlockingQueue<>();
    private volatile String canceledTask = "";

    private TrainerLoop(TrainerProgram program, SocketChannel channel) {
        this.program = program;
        this.channel = channel;
    }

    /**
     * Serves tasks until the agent closes the socket, then ends this process, even in the middle of a task: a trainer
     * never outlives its agent. Started by anyone else, it says so and ends with exit code 2. Does not return.
     *
     * @throws IOException if the socket cannot be reached
     */
    public static void run(TrainerProgram program) throws IOException, InterruptedException {
        String socket = System.getenv(TrainerCommand.SOCKET);
        if (socket == null) {
            System.err.println(TrainerCommand.SOCKET + " is not set: this program is a trainer, which a worker starts; "
                    + "perhaps you should try it with `consort worker check --trainer`");
            System.exit(2);
        }
        var loop = new TrainerLoop(program, SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        loop.send(new TrainerMessage.Hello(MessageCodec.PROTOCOL, program.name(), program.version()));
        Thread.ofPlatform().daemon().name("agent-reader").start(loop::readUntilClosed);
        loop.serve();
    }

    private void readUntilClosed() {
        try (var lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            System.err.println("the agent's socket broke: " + e.getMessage());
        }
        // Not exit: a thread inside a native library could delay it.
        Runtime.getRuntime().halt(0);
    }

    private void take(String line) throws IOException {
        try {
            switch (MessageCodec.decodeAgent(line)) {
                case AgentMessage.Cancel cancel -> canceledTask = cancel.task();
                case TrainerTask task -> tasks.add(task);
            }
        } catch (ProtocolException e) {
            System.err.println("refused a message: " + e.getMessage());
            if (e.task().isPresent()) {
                send(new TrainerMessage.Failed(e.task().get(), e.getMessage()));
            }
        }
    }

    private void serve() throws IOException, InterruptedException {
        while (true) {
            TrainerTask task = tasks.take();
            send(answer(task));
        }
    }

    private TrainerMessage answer(TrainerTask task) {
        try {
            return switch (task) {
                case TrainerTask.Initialize t -> {
                    program.initialize(t);
                    yield done(t, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(),
                            OptionalLong.empty(), OptionalLong.empty());
                }
                case TrainerTask.Train t -> {
                    TaskOutcome.Trained r = program.train(t, new Control(t));
                    yield done(t, OptionalLong.of(r.steps()), OptionalLong.of(r.samples()),
                            OptionalLong.of(r.lossMillionths()), OptionalLong.empty(), OptionalLong.of(r.busyMillis()));
                }
                case TrainerTask.Evaluate t -> {
                    TaskOutcome.Evaluated r = program.evaluate(t, new Control(t));
                    yield done(t, OptionalLong.empty(), OptionalLong.of(r.samples()),
                            OptionalLong.of(r.lossMillionths()), OptionalLong.of(r.accuracyMillionths()),
                            OptionalLong.of(r.busyMillis()));
                }
            };
        } catch (TaskCanceledException e) {
            return new TrainerMessage.Failed(task.task(), e.getMessage());
        } catch (Exception e) {
            e.printStackTrace();
            return new TrainerMessage.Failed(task.task(), reason(e));
        }
    }

    private static TrainerMessage done(TrainerTask task, OptionalLong steps, OptionalLong samples, OptionalLong loss,
            OptionalLong accuracy, OptionalLong busyMillis) {
        return new TrainerMessage.Done(task.task(), steps, samples, loss, accuracy, busyMillis);
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private synchronized void send(TrainerMessage message) throws IOException {
        ByteBuffer line = StandardCharsets.UTF_8.encode(MessageCodec.encode(message) + "\n");
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    /** One task's line to the agent. */
    private final class Control implements TaskControl {
        private final TrainerTask task;

        private Control(TrainerTask task) {
            this.task = task;
        }

        @Override
        public void progress(long step, long steps, long lossMillionths) throws TaskCanceledException {
            requireWanted();
            try {
                send(new TrainerMessage.Progress(task.task(), step, steps, OptionalLong.of(lossMillionths)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void requireWanted() throws TaskCanceledException {
            if (canceledTask.equals(task.task())) {
                throw new TaskCanceledException();
            }
        }
    }
}
