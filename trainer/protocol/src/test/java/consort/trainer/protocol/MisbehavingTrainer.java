package consort.trainer.protocol;

import consort.model.tensor.FloatTensor;
import consort.model.tensor.Shape;
import consort.trainer.protocol.reference.Main;
import java.io.BufferedReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A program that misbehaves in one named way the first time it is started, and is the reference trainer from the second
 * start on: arguments are the way and a file that marks the first start.
 */
public final class MisbehavingTrainer {

    private static SocketChannel channel;

    private MisbehavingTrainer() {
    }

    public static void main(String[] arguments) throws Exception {
        Path marker = Path.of(arguments[1]);
        if (Files.exists(marker)) {
            Main.main(new String[] {"--step-millis", "0"});
        }
        Files.createFile(marker);
        beforeHello(arguments[0]);
        channel = SocketChannel.open(UnixDomainSocketAddress.of(System.getenv(TrainerCommand.SOCKET)));
        if (arguments[0].equals("says-nothing")) {
            Thread.sleep(600_000);
        }
        int protocol = arguments[0].equals("other-protocol") ? 2 : 1;
        send(MessageCodec.encode(new TrainerMessage.Hello(protocol, "bad", "1")) + "\n");
        var lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        var task = (TrainerTask.Train) MessageCodec.decodeAgent(lines.readLine());
        misbehave(arguments[0], task);
        while (lines.readLine() != null) {
            // Whatever the agent says, this trainer has said what it had to.
        }
    }

    private static void beforeHello(String way) throws Exception {
        switch (way) {
            case "exits-at-once" -> System.exit(4);
            case "never-connects" -> Thread.sleep(600_000);
            default -> { }
        }
    }

    private static void misbehave(String way, TrainerTask.Train task) throws Exception {
        switch (way) {
            case "crashes" -> {
                System.out.println("about to fall over");
                System.exit(3);
            }
            case "closes-socket" -> {
                channel.close();
                Thread.sleep(600_000);
            }
            case "hangs" -> Thread.sleep(600_000);
            case "hangs-with-child" -> {
                Process child = new ProcessBuilder("sleep", "600").start();
                Files.writeString(task.output(), Long.toString(child.pid()));
                send(MessageCodec.encode(new TrainerMessage.Progress(task.task(), 1, task.steps(), OptionalLong.empty())) + "\n");
                Thread.sleep(600_000);
            }
            case "floods-log" -> {
                while (true) {
                    System.out.println("all work and no play ".repeat(50));
                }
            }
            case "floods-socket" -> {
                while (true) {
                    send(MessageCodec.encode(new TrainerMessage.Progress(task.task(), 1, task.steps(), OptionalLong.empty())) + "\n");
                }
            }
            case "endless-line" -> {
                while (true) {
                    send("{\"type\":\"progress\", ".repeat(100));
                }
            }
            case "garbage" -> send("{\"type\":\n");
            case "not-utf8" -> channel.write(ByteBuffer.wrap(new byte[] {(byte) 0xFF, '\n'}));
            case "second-hello" -> send(MessageCodec.encode(new TrainerMessage.Hello(1, "bad", "1")) + "\n");
            case "unknown-type" -> send("{\"type\":\"sing\",\"task\":\"" + task.task() + "\"}\n");
            case "other-task" -> send(MessageCodec.encode(new TrainerMessage.Failed("another", "?")) + "\n");
            case "float-loss" -> send("{\"type\":\"done\",\"task\":\"" + task.task()
                    + "\",\"steps\":3,\"samples\":1,\"lossMillionths\":0.5,\"busyMillis\":1}\n");
            case "no-figures" -> send("{\"type\":\"done\",\"task\":\"" + task.task() + "\"}\n");
            case "too-few-steps" -> done(task, task.steps() - 1);
            case "no-output" -> done(task, task.steps());
            case "empty-output" -> write(task, new byte[0]);
            case "short-output" -> {
                byte[] model = Files.readAllBytes(task.model());
                write(task, java.util.Arrays.copyOf(model, model.length - 4));
            }
            case "nan" -> write(task, FloatTensor.encode(Map.of("bias", FloatTensor.of(0f, Float.NaN),
                    "weight", new FloatTensor(Shape.of(14), new float[14]))));
            case "infinity" -> write(task, FloatTensor.encode(Map.of("bias", FloatTensor.of(0f, Float.NEGATIVE_INFINITY),
                    "weight", new FloatTensor(Shape.of(14), new float[14]))));
            case "missing-tensor" -> write(task, FloatTensor.encode(Map.of("bias", FloatTensor.of(0f, 1f))));
            case "other-shape" -> write(task, FloatTensor.encode(Map.of("bias", FloatTensor.of(0f, 1f),
                    "weight", new FloatTensor(Shape.of(7, 2), new float[14]))));
            case "other-name" -> write(task, FloatTensor.encode(Map.of("bias", FloatTensor.of(0f, 1f),
                    "Weight", new FloatTensor(Shape.of(14), new float[14]))));
            case "boasts" -> {
                Files.copy(task.model(), task.output());
                send("{\"type\":\"done\",\"task\":\"" + task.task()
                        + "\",\"steps\":3,\"samples\":1,\"lossMillionths\":1,\"busyMillis\":1000000000000}\n");
            }
            case "says-it-failed" -> send(MessageCodec.encode(
                    new TrainerMessage.Failed(task.task(), "out of\nmemory \u001b[31m" + "x".repeat(1000))) + "\n");
            default -> throw new IllegalArgumentException("no such way: " + way);
        }
    }

    private static void write(TrainerTask.Train task, byte[] output) throws Exception {
        Files.write(task.output(), output);
        done(task, task.steps());
    }

    private static void done(TrainerTask.Train task, long steps) throws Exception {
        send(MessageCodec.encode(new TrainerMessage.Done(task.task(), OptionalLong.of(steps), OptionalLong.of(8),
                OptionalLong.of(5), OptionalLong.empty(), OptionalLong.of(1))) + "\n");
    }

    private static void send(String text) throws Exception {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
