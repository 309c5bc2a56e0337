package consort.examples.system;

import consort.model.tensor.FileSink;
import consort.model.tensor.FileSource;
import consort.model.tensor.FloatTensor;
import consort.model.tensor.Shape;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerTask;
import consort.trainer.protocol.program.TaskControl;
import consort.trainer.protocol.program.TrainerLoop;
import consort.trainer.protocol.program.TrainerProgram;
import consort.trainer.protocol.reference.ReferenceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * A trainer program for models of the reference trainer that misbehaves in a different way with every task and behaves
 * when its ways are used up. Arguments: a file that counts the tasks, which outlives the process, and the ways in order.
 */
public final class UnrulyTrainer implements TrainerProgram {

    private final Path count;
    private final List<String> ways;

    private UnrulyTrainer(Path count, List<String> ways) {
        this.count = count;
        this.ways = ways;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        TrainerLoop.run(new UnrulyTrainer(Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length)));
    }

    /** The command that starts it. */
    static List<String> command(Path count, String... ways) {
        List<String> command = new ArrayList<>(Programs.java());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m",
                "-cp", System.getProperty("java.class.path"), UnrulyTrainer.class.getName(), count.toString()));
        command.addAll(List.of(ways));
        return command;
    }

    @Override
    public String name() {
        return "unruly";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void initialize(TrainerTask.Initialize task) {
        throw new UnsupportedOperationException("the reference trainer makes the models");
    }

    @Override
    public TaskOutcome.Evaluated evaluate(TrainerTask.Evaluate task, TaskControl control) {
        throw new UnsupportedOperationException("this trainer only trains");
    }

    @Override
    public TaskOutcome.Trained train(TrainerTask.Train task, TaskControl control) throws Exception {
        switch (nextWay()) {
            case "nan" -> writeWithFirstBias(task, Float.NaN);
            case "infinity" -> writeWithFirstBias(task, Float.POSITIVE_INFINITY);
            case "far" -> writeWithFirstBias(task, 16f);
            case "other-shape" -> {
                NavigableMap<String, FloatTensor> tensors = model(task);
                float[] weight = tensors.get("weight").values();
                tensors.put("weight", new FloatTensor(Shape.of(1, weight.length), weight));
                Files.write(task.output(), FloatTensor.encode(tensors));
            }
            case "missing-tensor" -> {
                NavigableMap<String, FloatTensor> tensors = model(task);
                tensors.remove("bias");
                Files.write(task.output(), FloatTensor.encode(tensors));
            }
            case "crash" -> Runtime.getRuntime().halt(3);
            case "flood" -> flood();
            case "hang" -> Thread.sleep(3_600_000);
            default -> behave(task);
        }
        return new TaskOutcome.Trained(task.steps(), task.steps(), 0, 1);
    }

    /** Twice what a task may write to its log. */
    private static void flood() {
        String line = "x".repeat(1023);
        for (int kibibytes = 0; kibibytes < 32 << 10; kibibytes++) {
            System.out.println(line);
        }
    }

    private String nextWay() throws IOException {
        int done = Files.exists(count) ? Integer.parseInt(Files.readString(count)) : 0;
        Files.writeString(count, Integer.toString(done + 1));
        return done < ways.size() ? ways.get(done) : "behave";
    }

    private static void writeWithFirstBias(TrainerTask.Train task, float value) throws IOException {
        NavigableMap<String, FloatTensor> tensors = model(task);
        tensors.get("bias").values()[0] = value;
        Files.write(task.output(), FloatTensor.encode(tensors));
    }

    private static NavigableMap<String, FloatTensor> model(TrainerTask.Train task) throws IOException {
        try (FileSource model = FileSource.open(task.model())) {
            return FloatTensor.decode(model);
        }
    }

    private static void behave(TrainerTask.Train task) throws IOException {
        try (FileSource model = FileSource.open(task.model()); FileSink out = FileSink.create(task.output())) {
            ReferenceModel.train(model, task.seed(), task.steps(), out);
        }
    }
}
