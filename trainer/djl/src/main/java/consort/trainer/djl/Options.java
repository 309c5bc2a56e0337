package consort.trainer.djl;

/**
 * The program's command line.
 *
 * @param threads of one operation; more than one hinders itself and other trainers on a machine that is busy
 */
record Options(Network network, int threads) {

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
                        + ": use --model fashion-cnn|digits-mlp or --threads N");
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
