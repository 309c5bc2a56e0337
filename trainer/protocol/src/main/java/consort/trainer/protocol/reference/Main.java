package consort.trainer.protocol.reference;

import consort.trainer.protocol.program.TrainerLoop;
import java.io.IOException;

/** The reference trainer as a program: {@code [--model-bytes N] [--step-millis N]}, 64 bytes and 4 ms if not given. */
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
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
                        "unknown option " + arguments[i] + ": use --model-bytes N or --step-millis N");
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
