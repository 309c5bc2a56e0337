package consort.trainer.protocol.reference;

import consort.trainer.protocol.program.TrainerLoop;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;

/** The reference trainer as a program: {@code [--model-bytes N] [--step-millis N]}, 64 bytes and 4 ms if not given. */
public final class Main {

    private static final String HELP = """
            Usage: consort trainer reference [--model-bytes N] [--step-millis N]
            A tiny deterministic trainer, for trying things out. It is not started by hand: a worker starts it, with the
            command that worker.yaml maps a job's trainer to. consort worker check --trainer NAME tries it.
              --model-bytes N   size of the model's numbers (default: 64)
              --step-millis N   how long a step takes (default: 4)
              --help            this text
            """;

    private Main() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (Stream.of(arguments).anyMatch(Set.of("--help", "-h")::contains)) {
            System.out.print(HELP);
            return;
        }
        ReferenceTrainer trainer;
        try {
            trainer = parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        TrainerLoop.run(trainer);
    }

    private static ReferenceTrainer parse(String[] arguments) {
        long modelBytes = 64;
        long stepMillis = 4;
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--model-bytes" -> modelBytes = number(arguments[i], value, ReferenceModel.MIN_BYTES);
                case "--step-millis" -> stepMillis = number(arguments[i], value, 0);
                default -> throw new IllegalArgumentException(
                        "unknown option " + arguments[i] + ": use --model-bytes N or --step-millis N; --help tells more");
            }
        }
        return new ReferenceTrainer(modelBytes, stepMillis);
    }

    private static long number(String option, String value, long least) {
        if (!value.matches("[0-9]{1,12}") || Long.parseLong(value) < least) {
            throw new IllegalArgumentException(
                    option + " needs a number of at least " + least + ", not \"" + value + "\"");
        }
        return Long.parseLong(value);
    }
}
