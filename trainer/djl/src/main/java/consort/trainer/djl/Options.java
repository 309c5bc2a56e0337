package consort.trainer.djl;

import java.util.Set;
import java.util.stream.Stream;

/**
 * The program's command line.
 *
 * @param threads of one operation; more than one hinders itself and other trainers on a machine that is busy
 */
record Options(Network network, int threads) {

    static final String HELP = """
            Usage: consort trainer djl [--model fashion-cnn|digits-mlp] [--threads N]
            The built-in trainer: Java with DJL on PyTorch. It is not started by hand: a worker starts it, with the command
            that worker.yaml maps a job's trainer to. consort worker check --trainer NAME tries it.
              --model NAME   the network: fashion-cnn (28x28 pixels, the default) or digits-mlp (8x8 pixels)
              --threads N    threads of one operation, 1 to 999 (default: 1)
              --help         this text
            docs/trainer.md tells what it reads, its settings, and how to write another.
            """;

    /** Whether the user asks how the program is used. */
    static boolean askForHelp(String... arguments) {
        return Stream.of(arguments).anyMatch(Set.of("--help", "-h")::contains);
    }

    /** @throws IllegalArgumentException with the whole message for the user */
    static Options parse(String[] arguments) {
        Network network = Network.FASHION_CNN;
        int threads = 1;
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--model" -> network = Network.named(value).orElseThrow(() -> new IllegalArgumentException(
                        "--model needs fashion-cnn or digits-mlp, not \"" + value + "\""));
                case "--threads" -> threads = threads(value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]
                        + ": use --model fashion-cnn|digits-mlp or --threads N; --help tells more");
            }
        }
        return new Options(network, threads);
    }

    private static int threads(String value) {
        if (!value.matches("[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException("--threads needs a number of 1 to 999, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }
}
